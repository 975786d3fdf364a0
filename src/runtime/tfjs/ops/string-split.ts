import type { Tensor } from '@tensorflow/tfjs-core'
import { trimmedEnd } from '../../../base/trim.ts'
import type { CustomOp, OpCall } from './op.ts'
import { numbersOf, textsOf } from './values.ts'

/**
 * Splits at runs of whitespace, or at every separator, like Python's `split`; at most `limit` times unless it is
 * negative.
 */
export function splitText(text: string, separator: string, limit: number): readonly string[] {
  if (separator === '') return splitAtBlanks(text, limit)
  const parts = text.split(separator)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)]
}

const blanks = ' \t\n\v\f\r'

function splitAtBlanks(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let rest = text.replace(/^[ \t\n\v\f\r]+/, '')
  while (rest !== '') {
    const blank = limit >= 0 && parts.length === limit ? -1 : rest.search(/[ \t\n\v\f\r]/)
    if (blank < 0) {
      parts.push(trimmedEnd(rest, blanks))
      break
    }
    parts.push(rest.slice(0, blank))
    rest = rest.slice(blank).replace(/^[ \t\n\v\f\r]+/, '')
  }
  return parts
}

/** All pieces with their row and column, and the dense shape. */
function split({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const separator = textsOf(inputs[1])[0] ?? ''
  const limit = attributes.number('maxsplit', -1)
  const rows = textsOf(inputs[0]).map((text) => splitText(text, separator, limit))
  const places = rows.flatMap((row, i) => row.flatMap((_, j) => [i, j]))
  const values = rows.flat()
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return [
    tf.tensor(places, [values.length, 2], 'int32'),
    tf.tensor(values, [values.length], 'string'),
    tf.tensor1d([rows.length, longest], 'int32'),
  ]
}

/** N-grams of `width` tokens in a row, padded at both ends. */
async function nGrams({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const words = textsOf(inputs[0])
  const splits = await numbersOf(inputs[1])
  const widths = attributes.numbers('ngram_widths')
  const ends = [0]
  const joined: string[] = []
  for (let row = 0; row + 1 < splits.length; row++) {
    for (const run of runs(words.slice(splits[row], splits[row + 1]), widths, attributes)) joined.push(run)
    ends.push(joined.length)
  }
  return [tf.tensor(joined, [joined.length], 'string'), tf.tensor1d(splits.length === 0 ? [] : ends, 'int32')]
}

function runs(
  words: readonly string[],
  widths: readonly number[],
  attributes: OpCall['attributes'],
): readonly string[] {
  const separator = attributes.text('separator', ' ')
  const padWidth = attributes.number('pad_width', 0)
  const padding = (width: number): number => Math.min(padWidth < 0 ? width - 1 : padWidth, width - 1)
  const found = widths.flatMap((width) => {
    const left = Array.from({ length: padding(width) }, () => attributes.text('left_pad'))
    const right = Array.from({ length: padding(width) }, () => attributes.text('right_pad'))
    const row = [...left, ...words, ...right]
    return Array.from({ length: Math.max(0, row.length - width + 1) }, (_, i) =>
      row.slice(i, i + width).join(separator),
    )
  })
  // A row too short for any n-gram may be kept whole.
  if (found.length > 0 || !attributes.flag('preserve_short_sequences') || words.length === 0) return found
  return [words.join(separator)]
}

export const stringSplitOps: readonly CustomOp[] = [
  { op: 'StringSplitV2', asynchronous: false, execute: split },
  { op: 'StringNGrams', replaces: true, asynchronous: true, execute: nGrams },
]
