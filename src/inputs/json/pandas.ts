type JsonObject = Readonly<Record<string, unknown>>

/**
 * The rows of a table as pandas writes it with `DataFrame.to_json`, whichever `orient`: `split`, `table`, `columns` (the
 * default) or `index`; `null` for anything else. Rows of `records` and arrays of `values` need no translation.
 */
export function rowsOfPandas(value: JsonObject): readonly JsonObject[] | null {
  return rowsOfSplit(value) ?? rowsOfTable(value) ?? rowsOfNested(value)
}

/** `{columns: [name], index: […], data: [[cell]]}` */
function rowsOfSplit(value: JsonObject): readonly JsonObject[] | null {
  const { columns, data } = own(value)
  if (!Array.isArray(columns) || !Array.isArray(data) || !columns.every(isScalar)) return null
  const fits = data.every((row) => Array.isArray(row) && row.length === columns.length && row.every(isScalar))
  if (!fits || data.length === 0) return null
  return data.map((row: readonly unknown[]) => Object.fromEntries(columns.map((name, i) => [String(name), row[i]])))
}

/** `{schema: {fields, primaryKey}, data: [{column: cell}]}`; the primary key is the index. */
function rowsOfTable(value: JsonObject): readonly JsonObject[] | null {
  const { schema, data } = own(value)
  if (!isRecord(schema) || !Array.isArray(schema.fields) || !Array.isArray(data) || !data.every(isRecord)) return null
  const keys = new Set([schema.primaryKey].flat())
  return data.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !keys.has(name))))
}

/** `{column: {index: cell}}`, or `{index: {column: cell}}` if only the outer keys are numbers. */
function rowsOfNested(value: JsonObject): readonly JsonObject[] | null {
  const entries = Object.entries(value)
  const [first] = entries
  if (first === undefined || !isRecord(first[1])) return null
  const inner = Object.keys(first[1])
  const cells = new Map<string, JsonObject>()
  for (const [key, object] of entries) {
    if (!isRecord(object) || Object.keys(object).length !== inner.length) return null
    if (!inner.every((name) => Object.hasOwn(object, name) && isScalar(object[name]))) return null
    cells.set(key, object)
  }
  const byIndex = entries.every(([key]) => isNumber(key)) && !inner.every(isNumber)
  if (byIndex) return [...cells.values()]
  return inner.map((row) => Object.fromEntries([...cells].map(([column, object]) => [column, object[row]])))
}

function own(value: JsonObject): { columns?: unknown; data?: unknown; schema?: unknown } {
  return { ...value }
}

function isNumber(key: string): boolean {
  return /^\d{1,15}$/.test(key)
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): boolean {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value)
}
