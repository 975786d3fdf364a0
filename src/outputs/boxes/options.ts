import type { Field } from '../../base/plan.ts'
import { choiceOf, numberOf, numbersOf, switchOf, type Values } from '../../base/values.ts'
import { setsFor } from '../label-sets.ts'
import type { Units } from '../picture-input.ts'
import type { BoxLayout, Detector } from './layout.ts'

/** The step of the sliders. */
const step = 0.01

/**
 * `threshold`: the lowest score; `overlap`: the intersection over union above which the worse of two boxes goes; `across`:
 * whether classes suppress each other; `blend`: whether overlapping boxes are averaged; `layout` and `units`: how the numbers are read; `classes`: the numbers of the
 * classes shown, all if empty; `labelSet` and `labels`: class names chosen or typed by the user.
 */
export function optionsFor(detector: Detector, layouts: readonly BoxLayout[]): readonly Field[] {
  const sets = setsFor(detector.classes)
  return [
    { id: 'threshold', label: 'Lowest score', type: 'slider', value: detector.threshold, min: 0, max: 1, step },
    { id: 'overlap', label: 'Largest overlap', type: 'slider', value: detector.overlap, min: 0, max: 1, step },
    { id: 'across', label: 'Overlaps across classes', type: 'switch', value: false, minor: true },
    ...(detector.blends === true ? [blendField] : []),
    {
      id: 'layout',
      label: 'Layout',
      minor: true,
      type: 'choice',
      value: layouts[0]?.id ?? '',
      options: layouts.map(({ id, label }) => ({ id, label })),
    },
    {
      id: 'units',
      label: 'Coordinates',
      minor: true,
      type: 'choice',
      value: detector.units,
      options: [
        { id: 'pixels', label: 'Pixels of the input' },
        { id: 'fractions', label: 'Fractions of the input' },
      ],
    },
    { id: 'classes', label: 'Classes shown (all if empty)', type: 'numbers', value: [] },
    ...(detector.names === undefined && sets.length > 0 ? [labelSetField(sets)] : []),
    {
      id: 'labels',
      label: 'Labels',
      type: 'text',
      value: '',
      placeholder: 'One label per line, the first class first',
    },
  ]
}

const blendField: Field = {
  id: 'blend',
  label: 'Average overlapping boxes',
  type: 'switch',
  value: true,
  minor: true,
}

function labelSetField(sets: ReturnType<typeof setsFor>): Field {
  return {
    id: 'labelSet',
    label: 'Class names',
    type: 'choice',
    value: 'files',
    options: [{ id: 'files', label: 'From the files' }, ...sets.map(({ id, label }) => ({ id, label }))],
  }
}

export function chosen(options: Values) {
  return {
    threshold: numberOf(options, 'threshold'),
    overlap: numberOf(options, 'overlap'),
    across: switchOf(options, 'across'),
    // Only families that average boxes have this option.
    blend: options.blend === true,
    layout: choiceOf(options, 'layout'),
    units: choiceOf(options, 'units') as Units,
    classes: new Set(numbersOf(options, 'classes')),
  }
}
