import type { Cursor } from './cursor.ts'

/** The type of one element. `size`: bytes of one element as stored. */
export type Datatype =
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean; readonly little: boolean }
  | { readonly kind: 'float'; readonly size: number; readonly format: FloatFormat; readonly little: boolean }
  | { readonly kind: 'bool'; readonly size: number }
  | { readonly kind: 'text'; readonly size: number; readonly padding: 'nul' | 'space' }
  /** Length, address and index into a heap. */
  | { readonly kind: 'vlen-text'; readonly size: number }
  | { readonly kind: 'opaque'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly name: string }

export type FloatFormat = 'float16' | 'bfloat16' | 'float32' | 'float64'

const classNames = [
  'integer',
  'float',
  'time',
  'string',
  'bit field',
  'opaque',
  'compound',
  'reference',
  'enumeration',
  'variable-length',
  'array',
]

/** Size in bytes, exponent bits, mantissa bits. */
const floats: readonly (readonly [FloatFormat, number, number, number])[] = [
  ['float16', 2, 5, 10],
  ['bfloat16', 2, 8, 7],
  ['float32', 4, 8, 23],
  ['float64', 8, 11, 52],
]

/** Reads a datatype message (IV.A.2.d). A type without plain values becomes `other`; this never raises. */
export function readDatatype(cursor: Cursor, depth = 0): Datatype {
  const head = cursor.u8()
  const version = head >> 4
  const bits = cursor.uint(3)
  const size = cursor.u32()
  const name = classNames[head & 15] ?? `class ${head & 15}`
  const other: Datatype = { kind: 'other', size, name }
  if (depth > 8) throw cursor.invalid('has a recursive datatype')
  switch (head & 15) {
    case 0: {
      cursor.skip(4)
      if (![1, 2, 4, 8].includes(size)) return other
      return { kind: 'integer', size, signed: (bits & 8) !== 0, little: (bits & 1) === 0 }
    }
    case 1: {
      cursor.skip(5)
      const exponent = cursor.u8()
      cursor.skip(1)
      const mantissa = cursor.u8()
      cursor.skip(4)
      const found = floats.find(([, bytes, e, m]) => bytes === size && e === exponent && m === mantissa)
      // Bit 6 together with bit 0 means VAX byte order.
      if (found === undefined || (bits & 0x40) !== 0)
        return { ...other, name: `float of ${exponent} + ${mantissa} bits` }
      return { kind: 'float', size, format: found[0], little: (bits & 1) === 0 }
    }
    case 3:
      return { kind: 'text', size, padding: (bits & 15) === 2 ? 'space' : 'nul' }
    case 5:
      return { kind: 'opaque', size }
    case 8: {
      const base = readDatatype(cursor, depth + 1)
      return isBool(cursor, version, bits & 0xffff, base) ? { kind: 'bool', size: 1 } : base
    }
    case 9:
      return (bits & 15) === 1 ? { kind: 'vlen-text', size } : other
    default:
      return other
  }
}

/** h5py writes a NumPy bool as a one-byte enumeration: FALSE 0, TRUE 1. */
function isBool(cursor: Cursor, version: number, members: number, base: Datatype): boolean {
  if (base.kind !== 'integer' || base.size !== 1 || members !== 2) return false
  const names = Array.from({ length: 2 }, () => {
    const start = cursor.at
    const name = cursor.text()
    if (version < 3) cursor.skip(-(cursor.at - start) & 7)
    return name
  })
  return names.join() === 'FALSE,TRUE' && cursor.u8() === 0 && cursor.u8() === 1
}

/** The Python name. */
export function typeName(type: Datatype): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'int' : 'uint'}${type.size * 8}`
    case 'float':
      return type.format
    case 'bool':
      return 'bool'
    case 'text':
    case 'vlen-text':
      return 'string'
    case 'opaque':
      return `opaque of ${type.size} bytes`
    case 'other':
      return type.name
  }
}
