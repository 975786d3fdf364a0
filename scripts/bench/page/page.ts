import type { RungId } from '../../../src/base/ladder.ts'
import type { Answers, Contender, Job, ModelFiles, RunLength, Task, Way } from './protocol.ts'

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
let calls = 0

function ask<T extends Task>(job: Job & { readonly task: T }): Promise<Answers[T]> {
  const id = ++calls
  return new Promise((resolve, reject) => {
    const listen = ({ data }: MessageEvent<{ id: number; value: Answers[T]; error?: string }>) => {
      if (data.id !== id) return
      worker.removeEventListener('message', listen)
      if (data.error === undefined) resolve(data.value)
      else reject(new Error(data.error))
    }
    worker.addEventListener('message', listen)
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    worker.postMessage({ id, job })
  })
}

/** The model in one of the page's file inputs. */
function picked(kind: ModelFiles['kind'], slot = 'files'): ModelFiles {
  const input = document.querySelector<HTMLInputElement>(`[data-testid="${slot}"]`)
  return { kind, files: [...(input?.files ?? [])] }
}

/** A contender as named by the benchmark script: with the file input of its model instead of the files. */
export interface Entrant {
  readonly way: Way
  readonly kind: ModelFiles['kind']
  readonly slot: string
}

const contender = ({ way, kind, slot }: Entrant): Contender => ({ way, model: picked(kind, slot) })

/** A photograph-like picture of 12 megapixels: gradients with fine noise, so that its JPEG has the usual few MB. */
async function twelveMegapixels(): Promise<Blob> {
  const width = 4000
  const height = 3000
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('No 2-D canvas.')
  const image = context.createImageData(width, height)
  let seed = 1
  for (let i = 0; i < width * height; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    const x = i % width
    const y = Math.floor(i / width)
    const noise = (seed >>> 24) / 8
    image.data[4 * i] = 128 + 90 * Math.sin(x / 170) + noise
    image.data[4 * i + 1] = 128 + 90 * Math.sin(y / 130) + noise
    image.data[4 * i + 2] = 128 + 90 * Math.sin((x + y) / 90) + noise
    image.data[4 * i + 3] = 255
  }
  context.putImageData(image, 0, 0)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
}

/** Called by the benchmark script. */
const bench = {
  start: (backend: RungId) => ask({ task: 'start', backend }),
  load: (kind: ModelFiles['kind'], backend: RungId, times: number) =>
    ask({ task: 'load', model: picked(kind), backend, times }),
  loadOnce: (kind: ModelFiles['kind'], backend: RungId, way: Way) =>
    ask({ task: 'load-once', model: picked(kind), backend, way }),
  run: (kind: ModelFiles['kind'], backend: RungId, times: number, firsts: number) =>
    ask({ task: 'run', model: picked(kind), backend, times, firsts }),
  raceRuns: (entrants: readonly Entrant[], backend: RungId, free: number, length: RunLength) =>
    ask({ task: 'race-runs', contenders: entrants.map(contender), backend, free, length }),
  raceLoads: (entrants: readonly Entrant[], backend: RungId, times: number) =>
    ask({ task: 'race-loads', contenders: entrants.map(contender), backend, times }),
  decode: (times: number) => ask({ task: 'decode', times }),
  picture: async (times: number) => {
    const file = await twelveMegapixels()
    return { bytes: file.size, ...(await ask({ task: 'picture', file, times })) }
  },
}

export type Bench = typeof bench

Object.assign(globalThis, { bench })
