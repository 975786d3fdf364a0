import type { Field } from '../../base/plan.ts'
import type { Activation } from '../../base/scores.ts'
import { activationField } from '../activation.ts'

/** Default number of classes shown per row. */
const defaultShown = 5

/** `activation`: the function applied to the values; `top`: classes shown per row; `labels`: class names of the user. */
export function optionsFor(activation: Activation, classes: number): readonly Field[] {
  return [
    activationField(activation),
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
