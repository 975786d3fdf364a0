import type { Field } from '../../base/plan.ts'
import type { Activation } from '../../base/scores.ts'
import { choiceOf, type Values } from '../../base/values.ts'
import type { Meaning } from './meaning.ts'

const activations: readonly { readonly id: Activation; readonly label: string }[] = [
  { id: 'none', label: "None: the model's values" },
  { id: 'softmax', label: 'Softmax' },
  { id: 'sigmoid', label: 'Sigmoid' },
]

/** Default number of classes shown per row. */
const defaultShown = 5

export function automaticActivation(meaning: Meaning): Activation {
  return meaning === 'logits' || meaning === 'log-probabilities' ? 'softmax' : 'none'
}

/** `activation`: the function applied to the values; `top`: classes shown per row; `labels`: class names of the user. */
export function optionsFor(activation: Activation, classes: number): readonly Field[] {
  return [
    { id: 'activation', label: 'Apply', type: 'choice', value: activation, options: activations },
    {
      id: 'top',
      label: 'Classes shown',
      type: 'number',
      value: Math.min(defaultShown, classes),
      min: 1,
      max: classes,
      integer: true,
    },
    {
      id: 'labels',
      label: 'Labels',
      type: 'text',
      value: '',
      placeholder: `One label per line, ${classes} in all, class 0 first`,
    },
  ]
}

/** The chosen activation; `none` if the value is unknown. */
export function activationOf(options: Values): Activation {
  const chosen = choiceOf(options, 'activation')
  return activations.find(({ id }) => id === chosen)?.id ?? 'none'
}
