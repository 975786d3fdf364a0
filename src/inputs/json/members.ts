import { EngineError } from '../../base/errors.ts'
import type { Column, InputValue } from '../input-value.ts'
import { isMissing } from '../table/numbers.ts'
import { fromNested } from './nested.ts'
import { rowsOfPandas } from './pandas.ts'

/** An item of a JSON file that can feed an input, read when it is chosen. */
export interface JsonMember {
  /** Empty if the file has a single item. */
  readonly name: string
  read(): InputValue
}

type JsonObject = Readonly<Record<string, unknown>>

/** The whole file is one item. */
const only = (read: () => InputValue): readonly JsonMember[] => [{ name: '', read }]

/**
 * The items of a JSON file: nested arrays; `{shape, data | values}`; an object with named items of these; rows
 * `[{column: value}]`; columns `{column: [values]}`; a table written by pandas; the outputs of a result saved by this app (`{schema, outputs}`).
 * Raises `input-unreadable` for anything else.
 */
export function membersOf(value: unknown, file: string, inputName: string): readonly JsonMember[] {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isRecord)) return only(() => tableOf(value))
    return only(() => fromNested(value, file))
  }
  if (!isRecord(value)) return only(() => fromNested(value, file))
  if (typeof own(value, 'schema') === 'string' && Array.isArray(own(value, 'outputs'))) return exported(value, file)
  const rows = rowsOfPandas(value)
  if (rows !== null) return only(() => tableOf(rows))
  if (isTensorObject(value)) return only(() => fromTensorObject(value, file))
  const names = Object.keys(value).filter((key) => isArrayLike(value[key]))
  const scalars = Object.keys(value).length > 0 && Object.values(value).every(isScalar)
  const named = [inputName, inputName.replace(/:\d+$/, '')].some((name) => Object.hasOwn(value, name))
  if (scalars && !named) return only(() => tableOf([value]))
  if (!named && isColumns(value)) return only(() => tableOf(transposed(value)))
  const offered = named ? Object.keys(value).filter((key) => isArrayLike(value[key]) || isScalar(value[key])) : names
  if (offered.length === 0)
    throw new EngineError(
      'input-unreadable',
      `${file} contains no array, table or {shape, data} object.`,
      'Use nested arrays, or an object with an array for each input.',
    )
  return offered.map((name) => ({ name, read: () => memberOf(value[name], `${file}, "${name}",`) }))
}

function memberOf(value: unknown, name: string): InputValue {
  if (isRecord(value)) return fromTensorObject(value, name)
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) return tableOf(value)
  return fromNested(value, name)
}

/** Own properties only: `__proto__` is a valid key. */
function own(record: JsonObject, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): boolean {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value)
}

function isArrayLike(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && isTensorObject(value))
}

function isTensorObject(value: JsonObject): boolean {
  return Array.isArray(own(value, 'shape')) && valuesOf(value) !== undefined
}

function valuesOf(value: JsonObject): unknown {
  return own(value, 'data') ?? own(value, 'values')
}

function fromTensorObject(value: JsonObject, name: string): InputValue {
  const shape = own(value, 'shape')
  if (!Array.isArray(shape) || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0))
    throw new EngineError('input-unreadable', `The shape in ${name} is not a list of whole numbers.`)
  const values = valuesOf(value)
  // In JSON, typed arrays become objects with the indices as keys.
  const list = isRecord(values) ? Object.values(values) : values
  return fromNested(list, name, shape as number[])
}

function exported(value: JsonObject, file: string): readonly JsonMember[] {
  const outputs = (own(value, 'outputs') as readonly unknown[]).filter(isRecord)
  return outputs.map((output, i) => {
    const name = own(output, 'name')
    return {
      name: typeof name === 'string' ? name : `output ${i + 1}`,
      read: () => fromTensorObject(output, `${file}, output ${i + 1},`),
    }
  })
}

function isColumns(value: JsonObject): boolean {
  const columns = Object.values(value)
  const length = Array.isArray(columns[0]) ? columns[0].length : 0
  return (
    columns.length > 1 &&
    length > 0 &&
    columns.every((column) => Array.isArray(column) && column.length === length && column.every(isScalar))
  )
}

function transposed(columns: JsonObject): readonly JsonObject[] {
  const names = Object.keys(columns)
  const length = (columns[names[0] ?? ''] as readonly unknown[]).length
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, (columns[name] as readonly unknown[])[row]])),
  )
}

/** Converts row objects to a table; columns are in order of first appearance. */
function tableOf(rows: readonly JsonObject[]): InputValue {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { type: 'table', rows: rows.length, columns: names.map((name) => columnOf(name, rows)) }
}

function columnOf(name: string, rows: readonly JsonObject[]): Column {
  const cells = rows.map((row) => own(row, name))
  const text = (row: number): string => {
    const cell = cells[row]
    return cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  }
  const numbers = Float64Array.from(cells, (cell, row) => {
    if (typeof cell === 'boolean') return cell ? 1 : 0
    return isMissing(text(row)) ? Number.NaN : Number(text(row))
  })
  const filled = cells.map((_, row) => row).filter((row) => !isMissing(text(row)))
  const type = filled.length === 0 ? 'empty' : filled.some((row) => Number.isNaN(numbers[row])) ? 'text' : 'number'
  return { name, type, numbers, text }
}
