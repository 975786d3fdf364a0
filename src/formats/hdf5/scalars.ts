import { before, trimmedEnd } from '../../base/trim.ts'
import { Cursor, type Widths } from './cursor.ts'
import type { Datatype } from './datatype.ts'
import type { GlobalHeap } from './global-heap.ts'

/** A few values as plain numbers or texts; `null` for types that hold neither. */
export function scalars(
  heap: GlobalHeap,
  type: Datatype,
  bytes: Uint8Array,
  count: number,
  widths: Widths,
): readonly string[] | readonly number[] | null {
  if (type.kind === 'vlen-text') return vlenTexts(heap, type, bytes, count, widths)
  if (type.kind === 'text') return texts(type, bytes, count)
  const read = reader(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return read === null ? null : Array.from({ length: count }, (_, i) => read(i * type.size))
}

export function texts(type: Datatype & { readonly kind: 'text' }, bytes: Uint8Array, count: number): readonly string[] {
  const decoder = new TextDecoder()
  return Array.from({ length: count }, (_, i) => {
    const text = decoder.decode(bytes.subarray(i * type.size, (i + 1) * type.size))
    // Some writers declare space padding but pad with NULs.
    return type.padding === 'space' ? trimmedEnd(text, '\0 ') : before(text, '\0')
  })
}

/** Variable-length texts; call it inside `Space.structure`. */
export function vlenTexts(
  heap: GlobalHeap,
  type: Datatype & { readonly kind: 'vlen-text' },
  bytes: Uint8Array,
  count: number,
  widths: Widths,
): readonly string[] {
  const cursor = new Cursor(bytes, widths, 'a list of strings')
  const decoder = new TextDecoder()
  const found: string[] = []
  for (let i = 0; i < count; i++) {
    const element = cursor.sub(type.size)
    found.push(trimmedEnd(decoder.decode(heap.element(element)), '\0'))
  }
  return found
}

function reader(type: Datatype, view: DataView): ((at: number) => number) | null {
  if (type.kind === 'bool') return (at) => view.getUint8(at)
  if (type.kind === 'float') {
    if (type.format === 'float32') return (at) => view.getFloat32(at, type.little)
    return type.format === 'float64' ? (at) => view.getFloat64(at, type.little) : null
  }
  if (type.kind !== 'integer') return null
  const { size, signed, little } = type
  if (size === 1) return (at) => (signed ? view.getInt8(at) : view.getUint8(at))
  if (size === 2) return (at) => (signed ? view.getInt16(at, little) : view.getUint16(at, little))
  if (size === 4) return (at) => (signed ? view.getInt32(at, little) : view.getUint32(at, little))
  return (at) => Number(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little))
}
