import type { ComponentType } from 'react'
import type { LiveSourceId } from '../../live/sources/index.ts'
import { PadPanel } from './PadPanel.tsx'
import { VideoPanel } from './VideoPanel.tsx'

/** Controls of a live source beside those that all have. */
export const panels: { readonly [Id in LiveSourceId]?: ComponentType } = {
  video: VideoPanel,
  pad: PadPanel,
}
