import { formatPercent } from '../../base/format.ts'
import type { Answer, Finding, Lab, Says } from '../contract.ts'
import { answerOf, countFor, differenceOf, runMany } from './answers.ts'
import { madeUp } from './inputs.ts'

/** The same input first and last, with other runs between. */
export interface AgainFacts {
  readonly between: number
  /** Largest difference of the outputs, as a share of the largest value; `null` if there were no numbers. */
  readonly difference: number | null
}

/** Runs the input, then `others` or itself many times, then the input again. */
export async function sameAgain(lab: Lab, others: boolean): Promise<AgainFacts> {
  const { load, call, bindings, step, show, setting, topic } = lab
  step(0)
  const { session, inputs } = await load(setting.optimise === 'off' ? { optimise: false } : {})
  const first = await call('run', { session, bindings })
  show({ label: `${topic.input}, first`, value: null, text: answerOf(first) })
  step(1)
  const wanted = countFor(first.ms, 50)
  if (others)
    for (let i = 0; i < Math.min(wanted, 20); i++) {
      const made = inputs.map((spec) => madeUp(spec, i + 2))
      await call('run', { session, bindings: made })
    }
  else await runMany(lab, session, wanted)
  step(2)
  const last = await call('run', { session, bindings })
  show({ label: `${topic.input}, last`, value: null, text: answerOf(last) })
  const numbers = first.outputs.some(({ value }) => value.data.length > 0)
  return { between: others ? Math.min(wanted, 20) : wanted, difference: numbers ? differenceOf(first, last) : null }
}

export interface AgainTexts {
  readonly same: Answer
  readonly changed: Answer
  readonly headline: string
  readonly general: string
  readonly between: string
}

/** What the difference says. */
export function againFinding({ between, difference }: AgainFacts, texts: AgainTexts): Finding {
  const says = (model: string): Says => ({
    general: texts.general,
    model,
    device: `${between} ${texts.between} lay between the two on this device.`,
  })
  if (difference === null)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'The model gave no numbers to compare.',
      says: says('Its outputs are empty.'),
    }
  if (difference === 0)
    return {
      effect: 'expected',
      answer: texts.same,
      headline: texts.headline,
      says: says('Its first and its last answer are equal in every digit.'),
    }
  if (difference < 1e-5)
    return {
      effect: 'close',
      answer: texts.same,
      headline: 'The answer is the same but for the last digits.',
      says: says('A graphics chip may add numbers in another order; that is rounding.'),
    }
  return {
    effect: 'opposite',
    answer: texts.changed,
    headline: 'The answer changed.',
    says: says(
      `It differs by ${Number.isFinite(difference) ? formatPercent(difference) : 'more than a number can say'}: the model draws random numbers or keeps a state between runs.`,
    ),
  }
}
