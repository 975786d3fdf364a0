import type { Field } from '../../base/plan.ts'
import type { Activation } from '../../base/scores.ts'
import { activationField } from '../activation.ts'
import { classSetsFor } from '../class-sets.ts'

/** Default number of classes shown per row. */
const defaultShown = 5

/**
 * `activation`: the function applied to the values; `top`: classes shown per row; `labelSet` and `labels`: class
 * names chosen or typed by the user.
 */
export function optionsFor(activation: Activation, classes: number): readonly Field[] {
  const sets = classSetsFor(classes)
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
    ...(sets.length === 0
      ? []
      : [
          {
            id: 'labelSet',
            label: 'Class names',
            type: 'choice',
            value: 'files',
            options: [{ id: 'files', label: 'From the files' }, ...sets.map(({ id, label }) => ({ id, label }))],
          } as const,
        ]),
    {
      id: 'labels',
      label: 'Labels',
      type: 'text',
      value: '',
      placeholder: `One label per line, ${classes} in all, class 0 first`,
    },
  ]
}
