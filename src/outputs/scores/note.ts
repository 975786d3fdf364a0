import { formatNumber } from '../../base/format.ts'
import type { Activation } from '../../base/scores.ts'
import { statsOf, type TensorValue } from '../../base/tensor.ts'
import { automaticActivation } from '../activation.ts'
import type { Meaning } from '../score-meaning.ts'

/** Describes the content of the output and the applied activation, in sentences. */
export function noteOf(meaning: Meaning, value: TensorValue, applied: Activation): string {
  if (applied === automaticActivation(meaning)) return automaticNote(meaning, value)
  const done = applied === 'none' ? 'They are shown unchanged, as you chose.' : `You chose to apply ${applied}.`
  return `The output contains ${contentOf(meaning, value)}. ${done} The raw values are in the exports.`
}

function contentOf(meaning: Meaning, value: TensorValue): string {
  switch (meaning) {
    case 'probabilities':
      return 'probabilities that sum to 1'
    case 'independent':
      return 'independent scores between 0 and 1'
    case 'log-probabilities':
      return `log-probabilities (${spanOf(value)})`
    case 'integers':
      return `integers (${spanOf(value)})`
    case 'broken':
      return brokenContent(value)
    case 'logits':
      return `logits (${spanOf(value)}), not probabilities`
  }
}

function automaticNote(meaning: Meaning, value: TensorValue): string {
  switch (meaning) {
    case 'probabilities':
      return 'The output contains probabilities that sum to 1; nothing was applied.'
    case 'independent':
      return value.shape[0] === 1 || value.shape.length === 1
        ? `The values lie between 0 and 1 but sum to ${formatNumber(statsOf(value).sum, 3)}: they are independent scores and are shown unchanged.`
        : 'The values lie between 0 and 1 but their rows do not sum to 1: they are independent scores and are shown unchanged.'
    case 'log-probabilities':
      return `The output contains ${contentOf(meaning, value)}; softmax was applied to get probabilities. The raw values are in the exports.`
    case 'integers':
      return `The output contains ${contentOf(meaning, value)}; they are shown unchanged.`
    case 'broken':
      return `The output contains ${brokenContent(value)}; the values are shown unchanged.`
    case 'logits':
      return `The output contains ${contentOf(meaning, value)}; softmax was applied. The raw values are in the exports.`
  }
}

function spanOf(value: TensorValue): string {
  const { min, max } = statsOf(value)
  return `from ${formatNumber(min, 3)} to ${formatNumber(max, 3)}`
}

function brokenContent(value: TensorValue): string {
  const { nan, inf } = statsOf(value)
  return `${nan} NaN and ${inf} infinite values among ${value.data.length}`
}
