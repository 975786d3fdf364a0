import type { Column, TableValue } from '../input-value.ts'
import { categoriesOf } from './categories.ts'

/** Common names of the target column in training tables. */
const answerNames =
  /^(label|labels|class|classes|target|targets|y|species|category|outcome|output|answer|result|survived|quality|rings|diagnosis|churn|price|saleprice|medv|median_house_value|variety)$/i

/** Common names of columns that only identify a row. */
const identityNames =
  /^(id|ids|index|idx|row|row_?(id|number|num|no)|no|nr|number|#|key|uuid|guid|unnamed: \d+|.*[a-z_]id|.*_(id|index|key))$/i

/** Common names of columns that tell when a row was recorded. */
const timeNames = /^(date|time|ts|epoch|date[_ ]?time|time[_ ]?stamp|unix([_ ]?time)?)$/i

/** A column with at most this many distinct integers may be a class index. */
const maxClasses = 20

export function isAnswer(column: Column | undefined): boolean {
  return column !== undefined && answerNames.test(column.name.trim())
}

/**
 * Whether a column only identifies its row: consecutive numbers in any order of a column so named, or from 0 or 1 in
 * the first column whatever its name.
 */
export function isRunningNumber(table: TableValue, index: number): boolean {
  const column = table.columns[index]
  if (column === undefined || column.type !== 'number' || table.rows === 0) return false
  const named = identityNames.test(column.name.trim())
  const [first = Number.NaN] = column.numbers
  const counts = column.numbers.every((value, row) => value === first + row)
  if (index === 0 && table.rows > 2 && counts && (first === 0 || first === 1)) return true
  return named && column.numbers.every(Number.isInteger) && new Set(column.numbers).size === table.rows
}

/** Whether a column so named holds dates such as 20240131, or Unix time in seconds or milliseconds from 1973 on. */
export function isTime(column: Column | undefined): boolean {
  if (column === undefined || column.type !== 'number' || !timeNames.test(column.name.trim())) return false
  return column.numbers.every((value) => isDate(value) || (value >= 1e8 && value < 1e13))
}

/** Year, month and day as eight digits. */
function isDate(value: number): boolean {
  const [year, month, day] = [Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100]
  const sensible = year >= 1800 && year < 2200 && month >= 1 && month <= 12
  return Number.isInteger(value) && sensible && day >= 1 && day <= 31
}

/** Whether a column repeats a few values, so that it is no name or text of its own in each row. */
export function hasCategories({ columns, rows }: TableValue, index: number): boolean {
  const column = columns[index]
  if (column === undefined) return false
  const distinct = categoriesOf(column, rows).length
  return distinct <= maxClasses && distinct < rows
}

export function isClassIndex(column: Column | undefined): boolean {
  if (column === undefined || !column.numbers.every((value) => Number.isInteger(value) && value >= 0)) return false
  const distinct = new Set(column.numbers)
  return distinct.size <= maxClasses && distinct.size * 2 <= column.numbers.length
}

/** The target among these columns: by its name, else a class index if only one end has one, else the last. */
export function answerAmong(table: TableValue, columns: readonly number[]): number {
  const first = columns[0] as number
  const last = columns.at(-1) as number
  const byName = columns.find((i) => isAnswer(table.columns[i]))
  if (byName !== undefined) return byName
  return isClassIndex(table.columns[first]) && !isClassIndex(table.columns[last]) ? first : last
}
