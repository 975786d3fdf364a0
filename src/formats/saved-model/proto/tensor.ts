import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { bytesOf, double, float, rangeOf, repeated, signed, unsigned, within } from './message.ts'

/** `TensorProto` (tensor.proto): a tensor inside the file. */
export interface TensorProto {
  /** `DataType` of types.proto. */
  readonly dtype: number
  readonly shape: Shape | null
  /** Raw little-endian elements: their position in the file, and the bytes themselves if there are few. */
  readonly content: { readonly start: number; readonly end: number; readonly bytes: Uint8Array | null } | null
  /** Elements listed one by one; the last one stands for all that follow. float16 and bfloat16 as their bits. */
  readonly numbers: readonly number[]
  readonly strings: readonly Uint8Array[]
}

/** Above this many bytes, a tensor's content stays in the file until it is read. */
const longContent = 16 * 1024

export function readTensor(reader: PbfReader): TensorProto {
  const scalar: TensorDraft = { dtype: 0, shape: [], content: null, numbers: [], strings: [] }
  return within(reader, tensorField, scalar)
}

interface TensorDraft extends TensorProto {
  dtype: number
  shape: Shape | null
  content: TensorProto['content']
  readonly numbers: number[]
  readonly strings: Uint8Array[]
}

function tensorField(field: number, tensor: TensorDraft, reader: PbfReader): void {
  if (field === 1) tensor.dtype = reader.readVarint()
  else if (field === 2) tensor.shape = readShape(reader)
  else if (field === 4) {
    const { start, end } = rangeOf(reader)
    tensor.content = { start, end, bytes: end - start <= longContent ? reader.buf.slice(start, end) : null }
  } else if (field === 5 || field === 9) repeated(reader, float, tensor.numbers)
  else if (field === 6 || field === 12) repeated(reader, double, tensor.numbers)
  else if (field === 7 || field === 10 || field === 11 || field === 13) repeated(reader, signed, tensor.numbers)
  else if (field === 16 || field === 17) repeated(reader, unsigned, tensor.numbers)
  else if (field === 8) tensor.strings.push(bytesOf(reader).slice())
}

/** `TensorShapeProto`: a negative size is free; `null` if the rank is unknown. */
export function readShape(reader: PbfReader): Shape | null {
  const { dims, unknownRank } = within(reader, shapeField, { dims: [], unknownRank: false })
  return unknownRank ? null : dims
}

interface ShapeDraft {
  readonly dims: (number | null)[]
  unknownRank: boolean
}

function shapeField(field: number, shape: ShapeDraft, reader: PbfReader): void {
  if (field === 2) {
    const { size } = within(reader, dimField, { size: 0 })
    shape.dims.push(size < 0 ? null : size)
  } else if (field === 3) shape.unknownRank = reader.readBoolean()
}

function dimField(field: number, dim: { size: number }, reader: PbfReader): void {
  if (field === 1) dim.size = reader.readVarint(true)
}
