import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { RungId } from '../../../../src/base/ladder.ts'
import { GraphBuilder } from '../../../../src/graph/builder.ts'
import { literal } from '../../../../src/graph/constant.ts'
import { createRuntime } from '../../../../src/runtime/index.ts'
import { wasmBinaries } from '../../../../src/runtime/tfjs/devices/wasm/binaries.ts'
import { Bench, placeInputsOnGpu } from '../bench.mjs'
import { caseOf } from '../families/index.mjs'
import { judge, type Row } from '../judge.mjs'

/** The judgement, and details of the rung. */
export interface Verdict {
  readonly rows: readonly Row[]
  readonly note: string
}

/** Cases to be judged on a backend, against the CPU backend of the same worker. */
export interface Job {
  readonly backend: RungId
  /** Overrides the number of processors that the browser reports. */
  readonly processors: number | null
  readonly seed: number
  readonly ids: readonly number[]
}

placeInputsOnGpu(MathBackendWebGL)
placeInputsOnGpu(WebGPUBackend)

let benches: { readonly tested: Bench; readonly reference: Bench } | null = null

function start({ backend, processors }: Job) {
  if (processors !== null)
    Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => processors })
  const modules = { GraphBuilder, literal, createRuntime: () => createRuntime({ wasmPaths: wasmBinaries }) }
  return { tested: new Bench(modules, backend), reference: new Bench(modules, 'cpu') }
}

async function run(job: Job): Promise<readonly Row[]> {
  if (benches?.tested.backend !== job.backend) benches = start(job)
  const { tested, reference } = benches
  const rows: Row[] = []
  for (const id of job.ids) rows.push(await judge(reference, tested, caseOf(job.seed, id), id))
  return rows
}

self.onmessage = ({ data }: MessageEvent<Job>) =>
  run(data).then(
    (rows) => self.postMessage({ rows, note: benches?.tested.note }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  )
