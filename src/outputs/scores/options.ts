import type { Field } from '../../base/plan.ts'
import type { Activation } from '../../base/scores.ts'
import { choiceOf, type Values } from '../../base/values.ts'
import type { Meaning } from './meaning.ts'

const activations: readonly { readonly id: Activation; readonly label: string }[] = [
  { id: 'none', label: 'None: as the model gave them' },
  { id: 'softmax', label: 'Softmax' },
  { id: 'sigmoid', label: 'Sigmoid' },
]

/** Classes shown of each row when nobody says otherwise. */
const few = 5

export function automaticActivation(meaning: Meaning): Activation {
  return meaning === 'logits' || meaning === 'log-probabilities' ? 'softmax' : 'none'
}

/** `activation`: what is applied to the values; `top`: how many classes of each row are shown. */
export function optionsFor(activation: Activation, classes: number): readonly Field[] {
  return [
    { id: 'activation', label: 'Apply', type: 'choice', value: activation, options: activations },
    {
      id: 'top',
      label: 'Classes shown',
      type: 'number',
      value: Math.min(few, classes),
      min: 1,
      max: classes,
      integer: true,
    },
  ]
}

/** The chosen activation; one that does not exist is none. */
export function activationOf(options: Values): Activation {
  const chosen = choiceOf(options, 'activation')
  return activations.find(({ id }) => id === chosen)?.id ?? 'none'
}
