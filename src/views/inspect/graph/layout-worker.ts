import { type Drawing, Layouts } from './layout.ts'
import type { Structure } from './structure.ts'

export interface LayoutRequest {
  /** Increases; the answer has the same. */
  readonly id: number
  /** Replaces the structure; `null` keeps the last one. */
  readonly structure: Structure | null
  readonly open: readonly number[]
}

export interface LayoutAnswer {
  readonly id: number
  readonly drawing: Drawing
}

let layouts: Layouts | null = null

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  if (data.structure !== null) layouts = new Layouts(data.structure)
  if (layouts === null) return
  const answer: LayoutAnswer = { id: data.id, drawing: layouts.draw(new Set(data.open)) }
  self.postMessage(answer)
})
