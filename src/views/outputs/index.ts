import { lazy } from 'react'
import { ImageView } from './image/ImageView.tsx'
import { NumbersView } from './numbers/NumbersView.tsx'
import { ScoresView } from './scores/ScoresView.tsx'
import { TextView } from './text/TextView.tsx'
import type { OutputViews } from './view.ts'

const BoxesView = lazy(() => import('./boxes/BoxesView.tsx').then((module) => ({ default: module.BoxesView })))
const KeyPointsView = lazy(() =>
  import('./keypoints/KeyPointsView.tsx').then((module) => ({ default: module.KeyPointsView })),
)
const MaskView = lazy(() => import('./mask/MaskView.tsx').then((module) => ({ default: module.MaskView })))
const SeriesView = lazy(() => import('./series/SeriesView.tsx').then((module) => ({ default: module.SeriesView })))
const SimilarityView = lazy(() =>
  import('./similarity/SimilarityView.tsx').then((module) => ({ default: module.SimilarityView })),
)
const SpansView = lazy(() => import('./spans/SpansView.tsx').then((module) => ({ default: module.SpansView })))
const TensorView = lazy(() => import('./tensor/TensorView.tsx').then((module) => ({ default: module.TensorView })))
const VerdictsView = lazy(() =>
  import('./verdicts/VerdictsView.tsx').then((module) => ({ default: module.VerdictsView })),
)

/** All output views by id; each has a folder beside this file. */
export const outputViews: OutputViews = {
  scores: { label: 'Scores', View: ScoresView },
  verdicts: { label: 'Yes or no', View: VerdictsView },
  boxes: { label: 'Boxes', View: BoxesView, controls: ['classes'], placesFields: true },
  keypoints: { label: 'Key points', View: KeyPointsView, placesFields: true },
  mask: { label: 'Mask', View: MaskView, placesFields: true },
  series: { label: 'Over time', View: SeriesView },
  similarity: { label: 'Similarity', View: SimilarityView },
  spans: { label: 'Marked text', View: SpansView },
  numbers: { label: 'Numbers', View: NumbersView },
  image: { label: 'Picture', View: ImageView },
  text: { label: 'Text', View: TextView },
  tensor: { label: 'Tensor', View: TensorView },
}
