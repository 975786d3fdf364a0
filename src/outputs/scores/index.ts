import { formatCount } from '../../base/format.ts'
import { type Activation, activate, best, isEven } from '../../base/scores.ts'
import { numbersOf, type TensorValue } from '../../base/tensor.ts'
import { choiceOf, numberOf, type Values } from '../../base/values.ts'
import { activationOf, automaticActivation } from '../activation.ts'
import { type ClassNames, classNames, unusedNamesNote } from '../class-names.ts'
import { classSets, namesIn } from '../class-sets.ts'
import type { Match, NamedOutput, OutputKind, ReadContext } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { belongsToBoxes, type Rows, rowsOf } from '../rows.ts'
import { isEmbeddingLike, looksLikeLogits, type Meaning, meaningOf } from '../score-meaning.ts'
import { typedNames } from '../typed-names.ts'
import { noteOf } from './note.ts'
import { optionsFor } from './options.ts'

/** Below the raw tensor's 0.1: offered, but not shown first. */
const onlyOffered = 0.05

/**
 * Class scores: `[n]`, `[b, n]`, `[b, 1, 1, n]` with n ≥ 2, and optionally a string output that names the classes.
 * Logits get a softmax unless the user chooses otherwise.
 */
export const scores = {
  id: 'scores',

  match: (outputs, context) => outputs.flatMap((output) => matchOne(output, outputs, context) ?? []),

  decode: (outputs, context, options) => {
    const lead = leadOf(outputs)
    const rows = vectorsOf(lead.value)
    if (rows === null) throw misfit('scores', lead)
    const applied = activationOf(options)
    const names = namesOf(rows, outputs, context, options)
    const shown = Math.min(Math.max(1, numberOf(options, 'top')), rows.width)
    const notes = [
      noteOf(meaningOf(numbersOf(lead.value), rows), lead.value, applied),
      names === null ? unusedNamesNote(rows, context) : names.note,
    ]
    return {
      view: 'scores',
      data: {
        rows: rows.batch,
        classes: rows.width,
        shown,
        ...rank(lead.value, rows, applied, shown),
        names: names?.names ?? null,
        applied,
        note: notes.filter((sentence) => sentence !== '').join(' '),
        labelsSource: names?.source ?? null,
      },
    }
  },
} satisfies OutputKind

/** The labels that the user typed, if there is one per class, or chose; else those of the model, with a note. */
function namesOf(rows: Rows, outputs: readonly NamedOutput[], context: ReadContext, options: Values) {
  const typed = typedNames(choiceOf(options, 'labels'))
  const set = classSets.find(({ id }) => id === options.labelSet)
  const chosen = set === undefined ? null : namesIn(set, rows.width)
  const names =
    set === undefined || chosen === null
      ? classNames(rows, outputs, context.metadata)
      : { names: chosen, source: set.label, output: null, note: '' }
  if (typed === null) return names
  if (typed.length === rows.width) return { names: typed, source: 'your list', output: null, note: '' }
  const counts = `${formatCount(typed.length, 'label')} for ${formatCount(rows.width, 'class', 'classes')}`
  const note = `You gave ${counts}, so they are not used.`
  return names === null ? { names: null, source: null, output: null, note } : { ...names, note }
}

function matchOne(output: NamedOutput, outputs: readonly NamedOutput[], context: ReadContext): Match | null {
  const { name, value } = output
  const rows = vectorsOf(value)
  if (rows === null || belongsToBoxes(rows, context)) return null
  const meaning = meaningOf(numbersOf(value), rows)
  const names = classNames(rows, outputs, context.metadata)
  return {
    ...fitOf(value, rows, meaning, names),
    uses: names === null || names.output === null ? [name] : [name, names.output],
    options: optionsFor(automaticActivation(meaning), rows.width),
  }
}

function fitOf(
  value: TensorValue,
  rows: Rows,
  meaning: Meaning,
  names: ClassNames | null,
): Pick<Match, 'fit' | 'reason'> {
  if (meaning === 'probabilities')
    return { fit: 0.95, reason: 'the values of each row are probabilities that sum to 1' }
  if (names !== null) return { fit: 0.9, reason: `${names.source} has one name per value` }
  if (meaning === 'log-probabilities') return { fit: 0.85, reason: 'the values are log-probabilities' }
  if (rows.width <= 4 || value.shape.length === 1)
    return { fit: onlyOffered, reason: 'there are too few values to tell' }
  if (meaning === 'broken') return { fit: onlyOffered, reason: 'there are NaN or infinite values' }
  if (meaning === 'integers') return { fit: onlyOffered, reason: 'integers are rarely scores' }
  const data = numbersOf(value)
  if (isEmbeddingLike(data, rows)) return { fit: onlyOffered, reason: 'the values look like an embedding' }
  if (meaning === 'independent') return { fit: 0.6, reason: 'the values lie between 0 and 1' }
  return looksLikeLogits(data, rows)
    ? { fit: 0.7, reason: 'the values look like logits of classes' }
    : { fit: onlyOffered, reason: 'the values do not look like logits of classes' }
}

function vectorsOf(value: TensorValue): Rows | null {
  if (value.dtype === 'string' || value.dtype === 'complex64') return null
  const rows = rowsOf(value.shape)
  return rows === null || rows.width < 2 ? null : rows
}

/** The best classes of all rows with their scores, and which rows are undecided, in row order. */
function rank(value: TensorValue, { batch, width }: Rows, applied: Activation, shown: number) {
  const data = numbersOf(value)
  const indices = new Int32Array(batch * shown)
  const values = new Float64Array(batch * shown)
  const even: boolean[] = []
  for (let row = 0; row < batch; row++) {
    const scores = activate(data.subarray(row * width, (row + 1) * width), applied)
    for (const [place, index] of best(scores, shown).entries()) {
      indices[row * shown + place] = index
      values[row * shown + place] = scores[index] as number
    }
    even.push(isEven(scores, values[row * shown] as number))
  }
  return { indices, values, even }
}
