import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'

/**
 * The config of the outermost model: `{class_name, config}` at the top or under `model_config`, with Python option
 * names. Early tfjs-layers wrote its own, such as `batchInputShape`. Layer names are unchanged.
 */
export function modelConfigOf(topology: JsonObject): unknown {
  const outer = get(topology, 'model_config', 'modelConfig')
  const text = asString(outer)
  const model = text === null ? outer : parsed(text)
  return pythonic(asObject(model) ?? topology)
}

/** Some writers store the whole configuration as one string. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function pythonic(value: unknown): unknown {
  const list = asArray(value)
  if (list !== null) return list.map(pythonic)
  const object = asObject(value)
  if (object === null) return value
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [pythonicKey(key), optionOf(key, inner)]))
}

/** Options whose values tfjs-layers also spelled its own way: `channelsLast`. */
const words =
  /^(dataFormat|data_format|padding|activation|recurrentActivation|recurrent_activation|interpolation|mergeMode|merge_mode)$/

function optionOf(key: string, value: unknown): unknown {
  return typeof value === 'string' && words.test(key) ? snake(value) : pythonic(value)
}

function pythonicKey(key: string): string {
  return /^[a-z]+([A-Z][a-z0-9]*)+$/.test(key) ? snake(key) : key
}

function snake(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`)
}
