import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import { Budget } from '../../../files/limits.ts'
import { latin1 } from '../../../files/magic.ts'
import type { ByteSource } from '../../../files/tree.ts'
import { zipEntrySource } from '../../../files/zip.ts'
import { listZip } from '../../../files/zip-directory.ts'
import { byPath, type StoredTensor } from './by-path.ts'
import type { FoundWeights, WeightsFile } from './contract.ts'
import { type NumpyArray, numpyTensor } from './numpy.ts'
import { type Pickled, PickledBytes, PickledCall, PickledName, readPickle } from './pickle.ts'

/**
 * Weights that Keras wrote without h5py: a zip with one member per layer, each a pickled dictionary of arrays. Pickles
 * are parsed as data; no Python call is executed. Plain arrays are accepted too. Raises `archive-invalid`,
 * `archive-too-large`, `model-invalid`, `cancelled`.
 */
export async function npzWeights({ path, source }: WeightsFile, signal?: AbortSignal): Promise<FoundWeights> {
  const tensors = new Map<string, StoredTensor>()
  const budget = new Budget()
  for (const entry of await listZip(source, path, signal, () => budget.addFiles(1, path))) {
    throwIfAborted(signal)
    const name = entry.name.replace(/\.npy$/, '')
    const inner = `${path}/${entry.name}`
    if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw locked(path, entry.name)
    const member = zipEntrySource(source, entry, inner, budget)
    for (const [key, array] of await arraysOf(member, inner, signal)) {
      const at = key === '' ? name : `${name === '__root__' ? '' : `${name}/`}vars/${key}`
      tensors.set(at, numpyTensor(array, member, `${inner}${key === '' ? '' : ` (${key})`}`))
    }
  }
  return byPath(path, tensors)
}

/** The arrays of one member, by dictionary key; a plain array has an empty key. */
async function arraysOf(
  member: ByteSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, NumpyArray])[]> {
  const { code, little, shape, fortran, start } = await readHeader(member, path, signal)
  if (code !== 'O') return [['', { code, little, shape, fortran, start, end: member.size }]]
  const bytes = await member.read(start, member.size, signal)
  const outer = stateOf(readPickle(bytes, path))
  const dictionary = Array.isArray(outer?.[4]) ? outer[4][0] : null
  if (!(dictionary instanceof Map)) throw noArrays(path)
  return [...dictionary].map(([key, value]) => {
    const array = arrayIn(value, start)
    if (typeof key !== 'string' || array === null) throw noArrays(path)
    return [key, array] as const
  })
}

/** The `.npy` header, versions 1 to 3: a Python dictionary literal. */
async function readHeader(
  member: ByteSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Omit<NumpyArray, 'end'>> {
  const head = await member.read(0, Math.min(member.size, 64 * 1024), signal)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const long = (head[6] ?? 0) >= 2
  if (latin1(head.subarray(0, 6)) !== '\u0093NUMPY' || head.length < 12) throw noArrays(path)
  const start = (long ? 12 : 10) + (long ? view.getUint32(8, true) : view.getUint16(8, true))
  if (start > head.length) throw noArrays(path)
  const text = latin1(head.subarray(10, start))
  const [, order, code] = /'descr'\s*:\s*'([<>|=]?)([A-Za-z]\d*)'/.exec(text) ?? []
  const shape = /'shape'\s*:\s*\(([^()]*)\)/.exec(text)?.[1]
  if (code === undefined || shape === undefined) throw noArrays(path)
  const sizes = shape.split(',').filter((size) => size.trim() !== '')
  const fortran = /'fortran_order'\s*:\s*True/.test(text)
  return { code, little: order !== '>', shape: sizes.map((size) => Number.parseInt(size, 10)), fortran, start }
}

/** The arguments of NumPy's `_reconstruct`: version, shape, dtype, order, values. */
function stateOf(value: Pickled): readonly Pickled[] | null {
  if (!(value instanceof PickledCall) || !(value.callee instanceof PickledName)) return null
  return /\.multiarray\._reconstruct$/.test(value.callee.name) && Array.isArray(value.state) ? value.state : null
}

/**
 * The first array inside a value: the value itself, or the array that a Keras variable was made from. Visits each
 * object once.
 */
function arrayIn(value: Pickled, offset: number, seen = new Set<unknown>()): NumpyArray | null {
  const state = stateOf(value)
  if (state !== null) return describe(state, offset)
  if (typeof value !== 'object' || seen.has(value) || seen.size > 10_000) return null
  seen.add(value)
  for (const item of partsOf(value)) {
    const found = arrayIn(item, offset, seen)
    if (found !== null) return found
  }
  return null
}

function partsOf(value: Pickled): readonly Pickled[] {
  if (value instanceof PickledCall) return [value.args, value.state]
  if (value instanceof Map) return [...value.values()]
  return Array.isArray(value) ? (value as readonly Pickled[]) : []
}

function describe([, shape, dtype, fortran, data]: readonly Pickled[], offset: number): NumpyArray | null {
  if (!(dtype instanceof PickledCall) || !Array.isArray(dtype.args) || !(data instanceof PickledBytes)) return null
  const code: unknown = dtype.args[0]
  const order = Array.isArray(dtype.state) ? dtype.state[1] : '<'
  if (typeof code !== 'string' || !Array.isArray(shape) || !shape.every((size) => typeof size === 'number')) return null
  return {
    code,
    little: order !== '>',
    shape: shape as readonly number[],
    fortran: fortran === true,
    start: offset + data.start,
    end: offset + data.end,
  }
}

function noArrays(path: string): EngineError {
  return new EngineError(
    'model-invalid',
    `${path} does not hold arrays in the layout that Keras writes.`,
    'Save the model again with h5py installed, so that its weights are stored in HDF5.',
  )
}

function locked(path: string, entry: string): EngineError {
  return new EngineError(
    'archive-invalid',
    `${path} cannot be opened: ${entry} is encrypted or compressed with an unknown method.`,
    'Save the model again.',
  )
}
