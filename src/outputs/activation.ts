import type { Field } from '../base/plan.ts'
import type { Activation } from '../base/scores.ts'
import { choiceOf, type Values } from '../base/values.ts'
import type { Meaning } from './score-meaning.ts'

const activations: readonly { readonly id: Activation; readonly label: string }[] = [
  { id: 'none', label: "None: the model's values" },
  { id: 'softmax', label: 'Softmax' },
  { id: 'sigmoid', label: 'Sigmoid' },
]

export function automaticActivation(meaning: Meaning): Activation {
  return meaning === 'logits' || meaning === 'log-probabilities' ? 'softmax' : 'none'
}

/** The option for the function that is applied to the values of an output. */
export function activationField(value: Activation): Field {
  return { id: 'activation', label: 'Apply', type: 'choice', value, options: activations }
}

/** The chosen activation; `none` if the value is unknown. */
export function activationOf(options: Values): Activation {
  const chosen = choiceOf(options, 'activation')
  return activations.find(({ id }) => id === chosen)?.id ?? 'none'
}
