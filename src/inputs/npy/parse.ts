import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { sizeOf } from '../../base/tensor.ts'
import { type ArrayValue, isStrings, type Numbers } from '../input-value.ts'
import { dtypes, stringDtype } from './descr.ts'
import { isNpy } from './magic.ts'

/** NumPy refuses longer headers itself; a structured type of hundreds of fields needs less. */
const longestHeader = 64 * 1024
/** NumPy's own maximum. */
const highestRank = 64

export interface Npy {
  readonly tensor: ArrayValue
  /** The dtype in the file: `float64`, of either byte order. */
  readonly dtype: string
}

/**
 * Reads a NumPy array, format versions 1 to 3 (numpy.lib.format): any byte order, C or Fortran order, including rank 0
 * and empty arrays. Raises `input-unreadable` for damaged files, `input-dtype` for complex numbers, objects, structures
 * and integers beyond 2⁵³.
 */
export function parseNpy(bytes: Uint8Array<ArrayBuffer>, name: string): Npy {
  if (!isNpy(bytes) || bytes.length < 10) throw damaged(name, "it does not start with NumPy's magic bytes")
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const long = (bytes[6] as number) >= 2
  if (long && bytes.length < 12) throw damaged(name, 'its header is truncated')
  const start = long ? 12 : 10
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true)
  if (start + length > bytes.length) throw damaged(name, 'its header is truncated')
  if (length > longestHeader)
    throw damaged(
      name,
      `its header has ${formatCount(length, 'byte')}; at most ${formatCount(longestHeader)} are allowed`,
    )
  const { descr, fortran, shape } = parseHeader(new TextDecoder().decode(bytes.subarray(start, start + length)), name)
  const dtype = dtypes[descr.slice(1)] ?? stringDtype(descr.slice(1))
  if (dtype === null) throw unsupported(descr, name)
  if (dtype.bytes === 0) throw damaged(name, `its values have the type ${descr}, which has no bytes`)
  const count = sizeOf(shape)
  const expected = count * dtype.bytes
  const found = bytes.length - start - length
  if (!(expected <= found)) throw damaged(name, `its header states ${expected} bytes of values, but there are ${found}`)
  const values = new DataView(bytes.buffer, bytes.byteOffset + start + length, expected)
  const data = dtype.decode(values, count, descr[0] !== '>')
  const tensor: ArrayValue = { type: 'tensor', shape, data: fortran ? toRowMajor(data, shape) : data }
  return { tensor, dtype: descr[0] === '>' ? `${dtype.label}, big-endian` : dtype.label }
}

/** The header is a Python dictionary literal: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. */
function parseHeader(text: string, name: string): { descr: string; fortran: boolean; shape: readonly number[] } {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const shape = /'shape'\s*:\s*\(([^()]*)\)/.exec(text)?.[1]
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text)) throw unsupported('a structured type', name)
  if (descr === undefined || fortran === undefined || shape === undefined)
    throw damaged(name, 'its header lacks descr, fortran_order or shape')
  const dims = shape
    .split(',')
    .map((dim) => dim.trim().replace(/L$/, ''))
    .filter((dim) => dim !== '')
  if (dims.length > highestRank) throw damaged(name, `it has ${dims.length} dimensions`)
  const numbers = dims.map(Number)
  if (!numbers.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) throw damaged(name, `its shape is (${shape})`)
  return { descr, fortran: fortran === 'True', shape: numbers }
}

function toRowMajor(data: Numbers | readonly string[], shape: readonly number[]): Numbers | readonly string[] {
  const from = fortranIndices(shape)
  if (isStrings(data)) return Array.from(from, (i) => data[i] as string)
  const out = data.slice()
  for (let i = 0; i < out.length; i++) out[i] = data[from[i] as number] as number
  return out
}

/** For each row-major position, the position in Fortran (column-major) order. */
function fortranIndices(shape: readonly number[]): Float64Array {
  const count = sizeOf(shape)
  const out = new Float64Array(count)
  const index = new Array<number>(shape.length).fill(0)
  const strides = shape.map((_, i) => sizeOf(shape.slice(0, i)))
  for (let o = 0; o < count; o++) {
    let at = 0
    for (let k = 0; k < shape.length; k++) at += (index[k] as number) * (strides[k] as number)
    out[o] = at
    for (let k = shape.length - 1; k >= 0; k--) {
      index[k] = (index[k] as number) + 1
      if ((index[k] as number) < (shape[k] as number)) break
      index[k] = 0
    }
  }
  return out
}

function damaged(name: string, what: string): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} is not a readable NumPy array: ${what}.`,
    'Save it again with numpy.save.',
  )
}

function unsupported(descr: string, name: string): EngineError {
  const what = /[<>|=]?c\d/.test(descr) ? `complex numbers (${descr})` : descr.includes('O') ? 'Python objects' : descr
  return new EngineError(
    'input-dtype',
    `${name} contains ${what}; only numbers, booleans and strings are supported.`,
    'Save it with astype("float32").',
  )
}
