import type { Field } from '../../base/plan.ts'
import type { Meaning } from './meaning.ts'
import { setsFor, startsWithBackground } from './names.ts'

/**
 * `threshold`: the lowest score of a matte's foreground; `sure`: whether the scores of classes are decoded; `background`:
 * whether class 0 is drawn as nothing; `activation`: what makes scores of the numbers; `labelSet` and `labels`: class
 * names chosen or typed by the user.
 */
export function optionsFor(
  { shows, activation }: Meaning,
  channels: number | null,
  labels: readonly string[] | null,
): readonly Field[] {
  if (shows === 'depth') return []
  if (shows === 'matte') {
    const slider = { type: 'slider', min: 0, max: 1, step: 0.01 } as const
    return [{ ...slider, id: 'threshold', label: 'Lowest score', value: 0.5 }, activationField(activation)]
  }
  const sets = setsFor(channels)
  const fits = labels !== null && (channels === null || labels.length === channels) ? labels : null
  return [
    { id: 'background', label: 'Class 0 is background', type: 'switch', value: startsWithBackground(fits, channels) },
    ...(shows === 'perClass' ? [{ id: 'sure', label: 'Shade by score', type: 'switch', value: false } as const] : []),
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
    ...(shows === 'perClass' ? [activationField(activation)] : []),
    {
      id: 'labels',
      label: 'Labels',
      type: 'text',
      value: '',
      placeholder: 'One label per line, the first class first',
    },
  ]
}

function activationField(value: string): Field {
  return {
    id: 'activation',
    label: 'Activation',
    minor: true,
    type: 'choice',
    value,
    options: [
      { id: 'none', label: 'none: already scores' },
      { id: 'softmax', label: 'softmax' },
      { id: 'sigmoid', label: 'sigmoid' },
    ],
  }
}
