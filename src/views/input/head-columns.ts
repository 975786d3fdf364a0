import type { InputSource, PreparedInput } from '../../base/plan.ts'

/** The first values of one column of a table. */
export interface HeadColumn {
  readonly name: string
  readonly values: readonly (number | string)[]
}

const maxColumns = 16

/**
 * The first rows of an input of shape `[rows, columns]` as columns, with the names of the table that it was read from,
 * or else of the one that its typed row came from; `null` for any other shape and for a single column.
 */
export function headColumns(
  { shape, head, plan }: Pick<PreparedInput, 'shape' | 'head' | 'plan'>,
  source: InputSource | null,
): readonly HeadColumn[] | null {
  const [rows = 0, width = 0] = shape
  if (shape.length !== 2 || rows === 0 || width < 2 || width > maxColumns) return null
  const whole = Math.floor(head.length / width)
  const typed = source?.kind === 'text' ? source.columns?.map(({ name }) => name) : undefined
  const names = columnNames(plan) ?? typed
  return Array.from({ length: width }, (_, column) => ({
    name: names?.length === width ? (names[column] ?? '') : String(column),
    values: Array.from({ length: whole }, (_, row) => head[row * width + column] ?? ''),
  }))
}

/** Names of the chosen columns, if the input was read from a table. */
export function columnNames(plan: PreparedInput['plan']): readonly string[] | null {
  for (const { fields } of plan) {
    for (const field of fields) if (field.type === 'columns') return field.value.map((at) => field.options[at] ?? '')
  }
  return null
}
