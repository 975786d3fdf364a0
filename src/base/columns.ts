import type { ColumnStatistics } from './model.ts'

type Stated = readonly ColumnStatistics[] | null

/** What the metadata says about a column. */
export function statedColumn(stated: Stated, name: string): ColumnStatistics | undefined {
  const wanted = name.toLowerCase()
  return stated?.find((column) => column.name.toLowerCase() === wanted)
}

/** Columns as a model takes them: one for each category of a text column. */
export function featuresOf(columns: readonly ColumnStatistics[]): readonly ColumnStatistics[] {
  return columns.flatMap((column) =>
    column.categories === undefined
      ? [column]
      : column.categories.map((category) => ({ ...asIs, name: featureName(column.name, category) })),
  )
}

/** 0 and 1 stay as they are. */
const asIs = { min: 0, max: 1, mean: 0, std: 1 }

export function featureName(column: string, category: string): string {
  return `${column}=${category}`
}
