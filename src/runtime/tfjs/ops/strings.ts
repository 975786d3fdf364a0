import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { trimmedEnd } from '../../../base/trim.ts'
import { formatted } from './as-string.ts'
import type { CustomOp, OpCall } from './op.ts'
import { bytesOf, given, numbersOf, textsOf } from './values.ts'

/** Maps a function over the strings. */
function each(op: string, apply: (text: string, call: OpCall) => string): CustomOp {
  return {
    op,
    asynchronous: false,
    execute: (call) => {
      const texts = textsOf(call.inputs[0])
      const results = texts.map((text) => apply(text, call))
      return [call.tf.tensor(results, given(call.inputs[0]).shape, 'string')]
    },
  }
}

/** Changes ASCII letters only; letters of all scripts if the encoding is given. */
function cased(encoding: string, text: string, letters: RegExp, change: (part: string) => string): string {
  return encoding.toLowerCase() === 'utf-8' ? change(text) : text.replace(letters, change)
}

/** Length in bytes, or in characters if the attribute says so. */
function lengths({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const counts =
    attributes.text('unit', 'BYTE') === 'UTF8_CHAR'
      ? textsOf(inputs[0]).map((text) => [...text].length)
      : bytesOf(tf, inputs[0]).map((bytes) => bytes.length)
  return [tf.tensor(counts, given(inputs[0]).shape, 'int32')]
}

/** Inputs of one shape, or scalars. */
function joined({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const separator = attributes.text('separator')
  const shape = inputs.find(({ rank }) => rank > 0)?.shape ?? []
  const columns = inputs.map(textsOf)
  const count = Math.max(...columns.map((column) => column.length))
  const rows = Array.from({ length: count }, (_, i) =>
    columns.map((column) => column[column.length === 1 ? 0 : i] ?? '').join(separator),
  )
  return [tf.tensor(rows, shape, 'string')]
}

/** A substring of each string; position and length are scalars or one per string, in bytes or characters. */
async function substrings({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [places, sizes] = await Promise.all([numbersOf(inputs[1]), numbersOf(inputs[2])])
  const characters = attributes.text('unit', 'BYTE') === 'UTF8_CHAR'
  const decoder = new TextDecoder()
  const at = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : i] ?? 0
  const cut = <T extends { readonly length: number }>(whole: T, i: number): readonly [number, number] => {
    const place = at(places, i)
    const start = place < 0 ? whole.length + place : place
    if (start < 0 || start > whole.length)
      throw new EngineError('run-failed', `A string of length ${whole.length} has no substring at ${place}.`)
    return [start, Math.min(whole.length, start + at(sizes, i))]
  }
  const texts = characters
    ? textsOf(inputs[0]).map((text, i) => {
        const letters = [...text]
        return letters.slice(...cut(letters, i)).join('')
      })
    : bytesOf(tf, inputs[0]).map((bytes, i) => decoder.decode(bytes.subarray(...cut(bytes, i))))
  return [tf.tensor(texts, given(inputs[0]).shape, 'string')]
}

async function numbersAsTexts({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const tensor = given(inputs[0])
  const numbers = await numbersOf(tensor)
  return [tf.tensor(formatted(numbers, tensor.dtype, attributes), tensor.shape, 'string')]
}

function textsAsNumbers({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const numbers = textsOf(inputs[0]).map((text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text)
    const special = /^\s*([+-]?)(nan|inf|infinity)\s*$/i.exec(text)
    if (Number.isNaN(number) && special === null)
      throw new EngineError('run-failed', `"${text.slice(0, 40)}" is not a number; the model needs one here.`)
    if (special === null) return number
    return special[2]?.toLowerCase() === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity
  })
  const dtype = attributes.type('out_type').startsWith('DT_INT') ? 'int32' : 'float32'
  return [tf.tensor(numbers, given(inputs[0]).shape, dtype)]
}

export const stringOps: readonly CustomOp[] = [
  each('StringLower', (text, { attributes }) =>
    cased(attributes.text('encoding'), text, /[A-Z]+/g, (part) => part.toLowerCase()),
  ),
  each('StringUpper', (text, { attributes }) =>
    cased(attributes.text('encoding'), text, /[a-z]+/g, (part) => part.toUpperCase()),
  ),
  each('StringStrip', (text) => trimmedEnd(text.replace(/^[ \t\n\v\f\r]+/, ''), ' \t\n\v\f\r')),
  { op: 'StringLength', asynchronous: false, execute: lengths },
  { op: 'StringJoin', asynchronous: false, execute: joined },
  { op: 'Substr', asynchronous: true, execute: substrings },
  { op: 'AsString', asynchronous: true, execute: numbersAsTexts },
  { op: 'StringToNumber', asynchronous: false, execute: textsAsNumbers },
]
