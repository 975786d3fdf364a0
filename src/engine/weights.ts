import { toEngineError, toPlainError } from '../base/errors.ts'
import type { ModelPart, PartChoice, PartLoad, WeightsHash } from '../base/model-parts.ts'
import type { TensorValue } from '../base/tensor.ts'
import { sha256Beside } from '../formats/shared/sha256.ts'
import type { Runtime } from '../runtime/contract.ts'
import { createDrops } from './drops.ts'
import { type Loaded, loadModel } from './load.ts'
import type { CallContext } from './serve.ts'

/** The files of a model with what each holds. */
export function partsOf({ source }: Loaded): { readonly parts: readonly ModelPart[] } {
  return { parts: source.contents.map(({ name, holds, source: { size } }) => ({ name, holds, bytes: size })) }
}

/** SHA-256 over name, dtype, shape and bytes of every weight as it is on the backend; 16 hex digits. */
export async function hashWeights({ started }: Loaded, { signal, onProgress }: CallContext): Promise<WeightsHash> {
  const lines: string[] = []
  let bytes = 0
  await started.session.readWeights(async (name, value) => {
    const data = bytesOf(value)
    bytes += data.length
    lines.push(`${name}\0${value.dtype}\0${value.shape.join()}\0${await sha256Beside(data)}\n`)
    onProgress({ stage: 'weights', done: bytes, total: null, note: `hashing ${name}` })
  }, signal)
  const hash = await sha256Beside(encoded(lines.sort().join('')))
  return { hash: hash.slice(0, 16), weights: lines.length, bytes }
}

function bytesOf({ data }: TensorValue): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(data)) return encoded(data.join('\0'))
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/**
 * Tries to load a model from some of its files, as if only those had been dropped, and frees it again. The files are
 * read into memory. Raises `file-unreadable`, `cancelled`.
 */
export async function loadPart(
  runtime: Runtime,
  { source, description }: Loaded,
  { keep }: PartChoice,
  context: CallContext,
): Promise<PartLoad> {
  const kept = source.contents.filter(({ holds }) => holds === keep || holds === 'assets')
  const files = await Promise.all(
    kept.map(async ({ name, source: from }) => ({
      path: `model/${name}`,
      file: new Blob([await from.read(0, from.size, context.signal)]),
    })),
  )
  const bytes = kept.reduce((sum, { source: { size } }) => sum + size, 0)
  const drops = createDrops()
  try {
    const { models, problems } = await drops.open({ drop: 'part', files }, context)
    const [model] = models
    const [problem] = problems
    if (model === undefined) return { files: files.length, bytes, loads: false, error: problem ?? null }
    const request = { session: 'part', drop: 'part', candidate: model.id, signature: null, optimise: true, lost: [] }
    const loaded = await loadModel(runtime, drops.get('part'), { ...request, backend: description.rung }, context)
    await loaded.started.session.dispose()
    return { files: files.length, bytes, loads: true, error: null }
  } catch (error) {
    if (toEngineError(error).code === 'cancelled') throw error
    return { files: files.length, bytes, loads: false, error: toPlainError(error) }
  }
}
