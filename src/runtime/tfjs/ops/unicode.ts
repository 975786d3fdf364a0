import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { numbersOf, textsOf } from './values.ts'

/** Row splits, and the code points of all rows. */
function decode({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const encoding = attributes.text('input_encoding', 'UTF-8')
  if (!/^utf-?8$/i.test(encoding))
    throw new EngineError('unknown-op', `The model decodes strings as ${encoding}; only UTF-8 is supported.`)
  const replacement = attributes.number('replacement_char', 0xfffd)
  const [errors, controls] = [attributes.text('errors', 'replace'), attributes.flag('replace_control_characters')]
  const points: number[] = []
  const splits = [0]
  for (const text of textsOf(inputs[0])) {
    for (const character of text) {
      const point = character.codePointAt(0) ?? 0
      if (controls && (point < 32 || point === 127)) points.push(replacement)
      else if (point !== 0xfffd) points.push(point)
      else if (errors !== 'ignore') points.push(replacement)
    }
    splits.push(points.length)
  }
  return [tf.tensor1d(splits, 'int32'), tf.tensor1d(points, 'int32')]
}

async function encode({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [points, splits] = await Promise.all([numbersOf(inputs[0]), numbersOf(inputs[1])])
  const replacement = attributes.number('replacement_char', 0xfffd)
  const valid = (point: number): boolean => point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
  const texts = splits.slice(1).map((end, row) => {
    const characters = points.slice(splits[row], end)
    return characters.map((point) => String.fromCodePoint(valid(point) ? point : replacement)).join('')
  })
  return [tf.tensor(texts, [texts.length], 'string')]
}

export const unicodeOps: readonly CustomOp[] = [
  { op: 'UnicodeDecode', asynchronous: false, execute: decode },
  { op: 'UnicodeEncode', asynchronous: true, execute: encode },
]
