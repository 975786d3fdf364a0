import type { PlainError } from '../base/errors.ts'
import type { Answer, Axis, Finding, Option, Prediction, Says } from './contract.ts'
import { about } from './figures.ts'

/** How an experiment ended. */
export type Outcome =
  | { readonly kind: 'found'; readonly finding: Finding }
  /** Cancelled after `done` of its steps. */
  | { readonly kind: 'interrupted'; readonly done: number; readonly of: number }
  | { readonly kind: 'failed'; readonly error: PlainError }

export interface Verdict {
  readonly headline: string
  /** What the guess was, and how far it is from the measurement; empty without a guess. */
  readonly guess: string
  readonly gap: string
  /** Whether the guess agrees; `null` without a guess or an answer. */
  readonly agrees: boolean | null
  /** `null` if nothing was measured. */
  readonly says: Says | null
  /** What to do next, if nothing was measured. */
  readonly hint: string
}

/** A factor within which a guess on a logarithmic scale agrees, and the share of a linear scale. */
const factor = 1.5
const share = 0.1

/** The verdict on a guess: chosen by what was measured. */
export function verdictOf(prediction: Prediction, guess: Answer | null, outcome: Outcome): Verdict {
  const said = guess === null ? '' : `You said ${labelOf(prediction, guess)}.`
  const none = { guess: said, gap: '', agrees: null, says: null, hint: '' }
  if (outcome.kind === 'interrupted')
    return {
      ...none,
      headline: `The experiment was stopped after ${outcome.done} of its ${outcome.of} steps.`,
      gap: 'There is no answer yet. What was measured until then is kept.',
      hint: 'Run it again to get the answer.',
    }
  if (outcome.kind === 'failed')
    return {
      ...none,
      headline: 'It could not be measured here.',
      gap: outcome.error.message,
      hint: outcome.error.hint === '' ? 'Try it with another backend or model.' : outcome.error.hint,
    }
  const { headline, says, answer, effect } = outcome.finding
  if (guess === null) return { ...none, headline, says }
  if (answer === null) {
    const gap = effect === 'close' ? 'The difference is too small to say.' : 'There is nothing to compare it with.'
    return { ...none, headline, gap, says }
  }
  return { ...none, headline, says, ...compare(prediction, guess, answer) }
}

function compare(prediction: Prediction, guess: Answer, answer: Answer): Pick<Verdict, 'agrees' | 'gap'> {
  if (guess.kind === 'choice') {
    const chosen = optionOf(prediction, guess.option)
    const agrees = optionFor(prediction, answer)?.id === guess.option
    return { agrees, gap: agrees ? 'That is what was measured.' : (chosen?.refute ?? '') }
  }
  if (prediction.kind === 'choice') return { agrees: null, gap: '' }
  const { axis } = prediction
  if (guess.kind === 'number' && answer.kind === 'number') {
    const agrees = near(axis, guess.value, answer.value)
    return { agrees, gap: agrees ? 'That is close to what was measured.' : gapOf(axis, guess.value, answer.value) }
  }
  if (guess.kind === 'spread' && answer.kind === 'spread') {
    const agrees = near(axis, guess.low, answer.low) && near(axis, guess.high, answer.high)
    const apart = answer.low > guess.high || answer.high < guess.low
    const wide = answer.high / answer.low > guess.high / guess.low
    const gap = apart
      ? 'They lie elsewhere.'
      : wide
        ? 'They are further apart than you said.'
        : 'They are closer together than you said.'
    return { agrees, gap: agrees ? 'That is close to where they lie.' : gap }
  }
  return { agrees: null, gap: '' }
}

function near(axis: Axis, a: number, b: number): boolean {
  if (axis.scale === 'log') return Math.max(a / b, b / a) <= factor
  return Math.abs(a - b) <= share * (axis.max - axis.min)
}

function gapOf(axis: Axis, guess: number, measured: number): string {
  if (axis.scale === 'linear') {
    const unit = axis.unit === ' %' ? ' percentage points' : axis.unit
    return `That is ${about(Math.abs(measured - guess))}${unit} away.`
  }
  if (measured > guess) return `It is ${about(measured / guess)} times as much as you said.`
  return `You said ${about(guess / measured)} times as much.`
}

export function optionOf(prediction: Prediction, id: string): Option | undefined {
  return prediction.kind === 'choice' ? prediction.options.find((option) => option.id === id) : undefined
}

/** The option that a measured answer stands for: the one itself, or the nearest on the axis. */
export function optionFor(prediction: Prediction, answer: Answer): Option | undefined {
  if (prediction.kind !== 'choice') return undefined
  if (answer.kind === 'choice') return optionOf(prediction, answer.option)
  if (answer.kind !== 'number' || prediction.axis === undefined) return undefined
  const { axis } = prediction
  const distance = ({ at }: Option) => Math.abs(placeOn(axis, at ?? axis.min) - placeOn(axis, answer.value))
  return prediction.options.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** The place of a value on an axis, 0…1. */
export function placeOn({ min, max, scale }: Axis, value: number): number {
  const map = scale === 'log' ? Math.log : (x: number) => x
  const place = (map(Math.max(value, scale === 'log' ? min / 10 : value)) - map(min)) / (map(max) - map(min))
  return Math.min(1, Math.max(0, place))
}

/** The value at a place on an axis, to two digits. */
export function valueAt({ min, max, scale }: Axis, place: number): number {
  const value = scale === 'log' ? min * (max / min) ** place : min + (max - min) * place
  return Number(value.toPrecision(2))
}

/** An answer in words: `about 2 times`, `between 3 and 8 ms`. */
export function labelOf(prediction: Prediction, answer: Answer): string {
  if (answer.kind === 'choice') return optionOf(prediction, answer.option)?.label ?? answer.option
  const unit = prediction.axis?.unit ?? ''
  if (answer.kind === 'number') return `${about(answer.value)}${unit}`
  return `between ${about(answer.low)} and ${about(answer.high)}${unit}`
}
