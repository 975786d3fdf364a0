import { lazy } from 'react'
import { BoxesView } from './boxes/BoxesView.tsx'
import { ImageView } from './image/ImageView.tsx'
import { KeyPointsView } from './keypoints/KeyPointsView.tsx'
import { NumbersView } from './numbers/NumbersView.tsx'
import { ScoresView } from './scores/ScoresView.tsx'
import { TextView } from './text/TextView.tsx'
import type { OutputViews } from './view.ts'

const TensorView = lazy(() => import('./tensor/TensorView.tsx').then((module) => ({ default: module.TensorView })))

/** All output views by id; each has a folder beside this file. */
export const outputViews: OutputViews = {
  scores: { label: 'Scores', View: ScoresView },
  boxes: { label: 'Boxes', View: BoxesView, controls: ['classes'] },
  keypoints: { label: 'Key points', View: KeyPointsView },
  numbers: { label: 'Numbers', View: NumbersView },
  image: { label: 'Picture', View: ImageView },
  text: { label: 'Text', View: TextView },
  tensor: { label: 'Tensor', View: TensorView },
}
