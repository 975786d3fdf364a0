import type { Clue } from '../../base/clue.ts'
import type { ColumnStatistics, ModelMetadata } from '../../base/model.ts'
import { asNumber, asNumbers, asObject, asString, get, type JsonObject } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/**
 * `model_meta.json` of ml5.neuralNetwork: minimum and maximum of every input column, which ml5 maps to 0…1 before
 * training and before predicting, and the categories of texts and output classes with their one-hot rows (ml5-library, src/NeuralNetwork).
 */
export const ml5: SidecarKind = {
  id: 'ml5',
  names: /meta[^/]*\.json$/i,
  read: (value, file) => {
    // ml5 0.4 wraps the description, and keeps the limits of all columns beside it.
    const meta = get(value, 'meta') ?? value
    const inputs = asObject(get(meta, 'inputs'))
    const outputs = asObject(get(meta, 'outputs'))
    if (inputs === null || outputs === null || get(meta, 'inputUnits') === undefined) return null
    const scaled = get(meta, 'isNormalized') === true
    const columns = columnsOf(inputs, scaled) ?? (scaled ? limitsOf(inputs, get(value, 'data')) : null)
    const labels = labelsOf(outputs)
    return {
      ...(labels === null ? {} : { labels, labelsSource: file.name }),
      ...(columns === null ? {} : { columns, columnsSource: file.name }),
      ...(scaled ? {} : { clues: [unscaled(file.name)] }),
      facts: outputFacts(outputs),
    }
  },
}

const unscaled = (name: string): Clue => ({
  input: null,
  question: 'columns',
  answer: 'raw',
  certainty: 'certain',
  evidence: 'file',
  reason: `${name} says that the values are not scaled`,
})

/**
 * The columns in order: the limits of numbers, the categories of text. `null` if there is nothing to say of them, or a
 * scaled column has no limits.
 */
function columnsOf(inputs: JsonObject, scaled: boolean): readonly ColumnStatistics[] | null {
  const columns = Object.entries(inputs).map(([name, column]): ColumnStatistics => {
    const categories = categoriesOf(get(column, 'legend'))
    const none = { name, min: null, max: null, mean: null, std: null }
    if (categories !== null) return { ...none, categories }
    return scaled ? { ...none, min: asNumber(get(column, 'min')), max: asNumber(get(column, 'max')) } : none
  })
  const text = columns.some(({ categories }) => categories !== undefined)
  const limited = columns.every(
    ({ min, max, categories }) => categories !== undefined || (min !== null && max !== null),
  )
  return columns.length > 0 && (scaled ? limited : text) ? columns : null
}

/** The limits that ml5 0.4 keeps as two lists, or as two numbers for all columns. */
function limitsOf(inputs: JsonObject, data: unknown): readonly ColumnStatistics[] | null {
  const names = Object.keys(inputs)
  const [low, high] = ['inputMin', 'inputMax'].map((key) => {
    const found = get(data, key)
    const one = asNumber(found)
    return one === null ? asNumbers(found) : names.map(() => one)
  })
  if (low?.length !== names.length || high?.length !== names.length) return null
  return names.map((name, i) => ({ name, min: low[i] ?? null, max: high[i] ?? null, mean: null, std: null }))
}

function labelsOf(outputs: JsonObject): readonly string[] | null {
  const [only, ...others] = Object.values(outputs)
  return others.length > 0 ? null : categoriesOf(get(only, 'legend'))
}

/** Category i is the one whose one-hot row has its 1 at position i. */
function categoriesOf(value: unknown): readonly string[] | null {
  const legend = asObject(value)
  if (legend === null) return null
  const placed = Object.entries(legend).map(([label, row]) => ({ label, at: asNumbers(row)?.indexOf(1) ?? -1 }))
  if (placed.length === 0 || placed.some(({ at }) => at < 0)) return null
  return placed.sort((a, b) => a.at - b.at).map(({ label }) => label)
}

/** A regression model returns 0…1, scaled between the output's limits. */
function outputFacts(outputs: JsonObject): ModelMetadata['facts'] {
  return Object.entries(outputs).flatMap(([name, output]) => {
    const min = asNumber(get(output, 'min'))
    const max = asNumber(get(output, 'max'))
    if (asString(get(output, 'dtype')) !== 'number' || min === null || max === null) return []
    return [{ label: `Output ${name}`, value: `0…1 stands for ${min}…${max}` }]
  })
}
