import type { TokenText } from '../../base/vocabulary.ts'
import type { ReadContext } from '../contract.ts'

/** The tokens that the model was fed, if it was fed a text. */
export function tokensOfInput({ inputs }: ReadContext): TokenText | null {
  return inputs.find(({ tokens }) => tokens != null)?.tokens ?? null
}

/** The text that answers and classes are about: the second one if there are two. */
export function subject({ texts, tokens }: TokenText): { readonly text: string; readonly of: 0 | 1 } {
  const of = texts.length > 1 && tokens.some(({ text }) => text === 1) ? 1 : 0
  return { text: texts[of] ?? '', of }
}

/** Probabilities of a row of logits. */
export function softmax(values: ArrayLike<number>): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] as number)
  const out = Float64Array.from(values, (value) => Math.exp(value - most))
  const sum = out.reduce((total, value) => total + value, 0)
  return out.map((value) => value / sum)
}
