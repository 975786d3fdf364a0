import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { fromRe2 } from './re2.ts'
import { given, textsOf } from './values.ts'

/** `\1` is the first group, `\0` the whole match. */
function rewritten(rewrite: string, groups: readonly unknown[]): string {
  return rewrite.replace(/\\([0-9\\])/g, (_, digit: string) =>
    digit === '\\' ? '\\' : String(groups[Number(digit)] ?? ''),
  )
}

function replaced({ tf, inputs, attributes }: OpCall, pattern: string, rewrite: string): readonly Tensor[] {
  const expression = fromRe2(pattern, attributes.flag('replace_global', true) ? 'g' : '')
  const count = new RegExp(`${expression.source}|`, 'u').exec('')?.length ?? 1
  const texts = textsOf(inputs[0]).map((text) =>
    text.replace(expression, (...match: unknown[]) => rewritten(rewrite, match.slice(0, count))),
  )
  return [tf.tensor(texts, given(inputs[0]).shape, 'string')]
}

function matched({ tf, inputs }: OpCall, pattern: string): readonly Tensor[] {
  const expression = fromRe2(pattern, '')
  const whole = new RegExp(`^(?:${expression.source})$`, expression.flags)
  return [
    tf.tensor(
      textsOf(inputs[0]).map((text) => whole.test(text)),
      given(inputs[0]).shape,
      'bool',
    ),
  ]
}

export const regexOps: readonly CustomOp[] = [
  {
    op: 'StaticRegexReplace',
    replaces: true,
    asynchronous: false,
    execute: (call) => replaced(call, call.attributes.text('pattern'), call.attributes.text('rewrite')),
  },
  {
    op: 'RegexReplace',
    asynchronous: false,
    execute: (call) => replaced(call, textsOf(call.inputs[1])[0] ?? '', textsOf(call.inputs[2])[0] ?? ''),
  },
  {
    op: 'StaticRegexFullMatch',
    asynchronous: false,
    execute: (call) => matched(call, call.attributes.text('pattern')),
  },
  {
    op: 'RegexFullMatch',
    asynchronous: false,
    execute: (call) => matched(call, textsOf(call.inputs[1])[0] ?? ''),
  },
]
