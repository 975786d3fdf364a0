import type { RungId } from '../../../src/base/ladder.ts'
import { noMetadata } from '../../../src/base/model.ts'
import type { NamedTensors, TensorValue } from '../../../src/base/tensor.ts'
import { createDrops } from '../../../src/engine/drops.ts'
import { fetchAhead } from '../../../src/engine/fetch-ahead.ts'
import { type Loaded, loadModel } from '../../../src/engine/load.ts'
import type { TreeFile } from '../../../src/files/tree.ts'
import { described, prepareTensor } from '../../../src/inputs/index.ts'
import { createRuntime } from '../../../src/runtime/index.ts'
import { wasmBinaries } from '../../../src/runtime/tfjs/devices/wasm/binaries.ts'
import type { ModelFiles } from './protocol.ts'

const runtime = createRuntime({ wasmPaths: wasmBinaries })
// As the worker of the app does.
fetchAhead(runtime)
const context = { signal: new AbortController().signal, onProgress: () => undefined }

/** From dropped files to a model on a rung, with the app's own code, in this worker. */
export async function loadOurs({ files }: ModelFiles, backend: RungId, optimise = true): Promise<Loaded> {
  const drops = createDrops()
  const { models } = await drops.open(
    { drop: 'bench', files: files.map((file) => ({ path: file.name, file })) },
    context,
  )
  const [model] = models
  if (model === undefined) throw new Error('The drop holds no model.')
  return loadModel(
    runtime,
    drops.get('bench'),
    { session: 'bench', drop: 'bench', candidate: model.id, backend, signature: null, optimise, lost: [] },
    context,
  )
}

/** A ramp for each input of the model, free dimensions of this size. */
export function rampsFor({ started }: Loaded, free = 1): NamedTensors {
  return Object.fromEntries(
    started.session.inputs.map(({ name, dtype, shape: spec }) => {
      if (spec === null || (dtype !== 'float32' && dtype !== 'int32'))
        throw new Error(`The benchmark has no values for the input ${name} (${dtype}).`)
      const shape = spec.map((dim, axis) => dim ?? (axis === 0 ? 1 : free))
      const length = shape.reduce((product, dim) => product * dim, 1)
      const data =
        dtype === 'int32'
          ? Int32Array.from({ length }, (_, i) => i % 256)
          : Float32Array.from({ length }, (_, i) => (i % 256) / 255)
      return [name, { dtype, shape, data } satisfies TensorValue] as const
    }),
  )
}

/** One run; reads all outputs and returns the first. */
export async function runOurs({ started }: Loaded, inputs: NamedTensors): Promise<Float32Array> {
  const { outputs } = await started.session.run(inputs)
  return outputs[0]?.value.data as Float32Array
}

export async function pictureOurs(file: Blob): Promise<Float32Array> {
  const tree: TreeFile = {
    path: 'photo.jpg',
    name: 'photo.jpg',
    source: {
      size: file.size,
      read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
      blob: async () => file,
    },
  }
  const source = { kind: 'file', file: { drop: 'bench', path: tree.path } } as const
  const { tensor } = described(
    await prepareTensor(
      { input: 'image', source, dims: {}, settings: [{ id: 'scale', values: { scale: 'zero-one' } }] },
      {
        spec: { name: 'image', dtype: 'float32', shape: [null, 224, 224, 3] },
        metadata: noMetadata,
        file: async () => tree,
      },
    ),
  )
  return tensor.data as Float32Array
}
