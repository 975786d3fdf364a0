import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { sizeOf, type TensorData } from '../../base/tensor.ts'
import type { TreeFile } from '../../files/tree.ts'
import { type Constant, literal, stored } from '../../graph/constant.ts'
import { brain, decodeElements, half, narrowFloat, narrowInt } from './decode.ts'
import { type StoredType, storedType } from './dtypes.ts'
import type { TensorProto } from './proto/tensor.ts'

/** Larger constants are expanded when they are read. */
const smallCount = 16 * 1024
/** Limits shapes that the file does not back with data. */
const largestCount = 2 ** 26
const mostStrings = 2 ** 20

/** A tensor of the graph; a long one stays in `file` until it is read. Raises `model-invalid`. */
export function constantOf(tensor: TensorProto, node: string, file: TreeFile): Constant {
  const type = storedType(tensor.dtype)
  if (type === null)
    throw new EngineError(
      'model-invalid',
      `The constant "${node}" has a dtype that is not supported (${tensor.dtype}).`,
    )
  const shape = (tensor.shape ?? []).map((dim) => dim ?? -1)
  const count = sizeOf(shape)
  const written = tensor.content !== null && type.dtype !== 'string'
  const most = written
    ? Number.MAX_SAFE_INTEGER
    : type.dtype === 'string'
      ? Math.max(mostStrings, tensor.strings.length)
      : largestCount
  if (tensor.shape === null || shape.some((dim) => dim < 0) || !(count <= most))
    throw new EngineError('model-invalid', `The constant "${node}" in ${file.path} has an invalid shape.`)
  const { content } = tensor
  const what = `The constant "${node}"`
  if (content !== null && content.end > content.start && type.dtype !== 'string') {
    const { start, end, bytes } = content
    if (end - start !== count * type.bytes)
      throw new EngineError(
        'model-invalid',
        `${what} in ${file.path} should have ${formatCount(count * type.bytes, 'byte')}, but has ${formatCount(end - start)}.`,
        'Save the model again.',
      )
    if (bytes !== null) return literal(type.dtype, shape, decodeElements(type, bytes.slice(), what))
    const read = async (signal?: AbortSignal) => decodeElements(type, await file.source.read(start, end, signal), what)
    return stored({ dtype: type.dtype, shape, bytes: end - start, file: file.path, read })
  }
  const make = () => listed(tensor, type, count, what)
  if (count <= smallCount) return literal(type.dtype, shape, make())
  return stored({ dtype: type.dtype, shape, bytes: 0, file: file.path, read: async () => make() })
}

/** Elements listed one by one: the last one repeats as often as needed; an empty list means zeros. */
function listed(
  { numbers, strings }: TensorProto,
  { name, dtype }: StoredType,
  count: number,
  what: string,
): TensorData {
  if (dtype === 'string') {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const texts = strings.map((bytes) => decoder.decode(bytes))
    const last = texts.at(-1) ?? ''
    return Array.from({ length: count }, (_, i) => texts[i] ?? last)
  }
  const convert = name === 'float16' ? half : name === 'bfloat16' ? brain : dtype === 'int32' ? narrowInt : narrowFloat
  const values = numbers.map((value) => convert(value, what))
  if (dtype === 'complex64') {
    const out = new Float32Array(2 * count)
    const [re = 0, im = 0] = values.slice(-2)
    for (let i = 0; i < count; i++) out.set([values[2 * i] ?? re, values[2 * i + 1] ?? im], 2 * i)
    return out
  }
  const out =
    dtype === 'float32' ? new Float32Array(count) : dtype === 'bool' ? new Uint8Array(count) : new Int32Array(count)
  out.fill(values.at(-1) ?? 0)
  out.set(values.slice(0, count))
  return out
}
