import type { LiveSource } from '../contract.ts'
import { camera } from './camera.ts'
import { microphone } from './microphone/index.ts'
import { pad } from './pad/index.ts'
import { screen } from './screen.ts'
import { videoFile } from './video-file.ts'

/** All live sources, in the order in which the page offers them. */
export const liveSources = [camera, screen, videoFile, pad, microphone] as const satisfies readonly LiveSource[]

export type LiveSourceId = (typeof liveSources)[number]['id']

/** A source by its id. */
export function liveSource(id: LiveSourceId): LiveSource {
  const found = liveSources.find((source) => source.id === id)
  if (found === undefined) throw new Error(`there is no live source ${id}`)
  return found
}
