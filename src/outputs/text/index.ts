import type { OutputKind } from '../contract.ts'

/** Strings, of any shape, in row-major order. */
export const text: OutputKind = {
  id: 'text',
  label: 'Text',
  match: (value) => (value.dtype === 'string' ? 0.9 : 0),
  decode: (value) => ({
    view: 'text',
    data: { rows: value.dtype === 'string' ? (value.data as readonly string[]) : Array.from(value.data, String) },
  }),
}
