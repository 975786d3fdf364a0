import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { bytesOf, double, float, rangeOf, repeated, signed, unsigned, within } from './message.ts'

/** `TensorProto` (tensor.proto): a tensor within the file. */
export interface TensorProto {
  /** `DataType` of types.proto. */
  readonly dtype: number
  readonly shape: Shape | null
  /** Raw little-endian elements: where they lie in the file, and the bytes themselves when there are few. */
  readonly content: { readonly start: number; readonly end: number; readonly bytes: Uint8Array | null } | null
  /** Elements that are listed one by one; the last one stands for all that follow. Halves as their bits. */
  readonly numbers: readonly number[]
  readonly strings: readonly Uint8Array[]
}

/** Beyond this many bytes a tensor's content stays in the file until it is read. */
const longContent = 16 * 1024

export function readTensor(reader: PbfReader): TensorProto {
  let dtype = 0
  let shape: Shape | null = []
  let content: TensorProto['content'] = null
  const numbers: number[] = []
  const strings: Uint8Array[] = []
  within(reader, (field) => {
    if (field === 1) dtype = reader.readVarint()
    else if (field === 2) shape = readShape(reader)
    else if (field === 4) {
      const range = rangeOf(reader)
      const short = range.end - range.start <= longContent
      content = { ...range, bytes: short ? reader.buf.slice(range.start, range.end) : null }
    } else if (field === 5 || field === 9) repeated(reader, float, numbers)
    else if (field === 6 || field === 12) repeated(reader, double, numbers)
    else if (field === 7 || field === 10 || field === 11 || field === 13) repeated(reader, signed, numbers)
    else if (field === 16 || field === 17) repeated(reader, unsigned, numbers)
    else if (field === 8) strings.push(bytesOf(reader).slice())
  })
  return { dtype, shape, content, numbers, strings }
}

/** `TensorShapeProto`: a negative size is free; `null` when the rank is unknown. */
export function readShape(reader: PbfReader): Shape | null {
  const dims: (number | null)[] = []
  let unknownRank = false
  within(reader, (field) => {
    if (field === 2) {
      let size = 0
      within(reader, (inner) => {
        if (inner === 1) size = reader.readVarint(true)
      })
      dims.push(size < 0 ? null : size)
    } else if (field === 3) unknownRank = reader.readBoolean()
  })
  return unknownRank ? null : dims
}
