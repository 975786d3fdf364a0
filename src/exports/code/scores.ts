import type { Activation } from '../../base/scores.ts'
import { commentText, javascriptLiteral, pythonLiteral } from './text.ts'

/** How the page shows an output that is read as class scores. */
export interface ShownScores {
  /** Name of the output, and its place among all outputs. */
  readonly output: string
  readonly index: number
  readonly classes: number
  /** Classes shown per row. */
  readonly shown: number
  readonly applied: Activation
  /** One per class; `null` if the classes are numbered. */
  readonly names: readonly string[] | null
}

/** A template of the written program. */
const numbered = '`class $' + '{i}`'

/** More names than this are not written into the program; its classes are then numbered. */
const maxNames = 1000

const javascriptActivations = { none: '', softmax: 'tf.softmax', sigmoid: 'tf.sigmoid' } as const
const pythonActivations = { none: '', softmax: 'tf.nn.softmax', sigmoid: 'tf.sigmoid' } as const

/** Prints the classes that the page shows; `outputs` is the list of output tensors. */
export function javascriptScores(scores: ShownScores): readonly string[] {
  const { index, classes, shown, applied } = scores
  const names = namesOf(scores)
  return [
    '{',
    `  // ${commentOf(scores)}`,
    ...(names === null ? [] : [`  const labels = ${javascriptLiteral(names)}`]),
    `  const rows = ${javascriptActivations[applied]}(outputs[${index}].reshape([-1, ${classes}])).arraySync()`,
    '  for (const row of rows) {',
    `    const best = [...row.keys()].sort((a, b) => row[b] - row[a]).slice(0, ${shown})`,
    `    for (const i of best) console.log(${names === null ? numbered : 'labels[i]'}, row[i])`,
    '  }',
    '}',
  ]
}

/** The same in Python; `outputs` is a dict by name or a list. */
export function pythonScores(scores: ShownScores): readonly string[] {
  const { output, index, classes, shown, applied } = scores
  const names = namesOf(scores)
  const key = pythonLiteral(output)
  return [
    '',
    `# ${commentOf(scores)}`,
    ...(names === null ? [] : [`labels = ${pythonLiteral(names)}`]),
    `scores = outputs[${key}] if isinstance(outputs, dict) and ${key} in outputs else tf.nest.flatten(outputs)[${index}]`,
    `for row in ${pythonActivations[applied]}(tf.reshape(scores, [-1, ${classes}])).numpy():`,
    `    for i in np.argsort(-row)[:${shown}]:`,
    `        print(${names === null ? 'f"class {i}"' : 'labels[i]'}, row[i])`,
  ]
}

function namesOf({ names }: ShownScores): readonly string[] | null {
  return names !== null && names.length <= maxNames ? names : null
}

function commentOf({ output, applied, classes, shown }: ShownScores): string {
  const done = applied === 'none' ? '' : `${applied} of `
  return `As on the page: ${done}${commentText(output)}, the best ${shown} of ${classes} classes of each row.`
}
