import { useMemo } from 'react'
import { formatNumber } from '../../../base/format.ts'
import { numbersOf } from '../../../base/tensor.ts'
import { PredictedRows } from '../rows/PredictedRows.tsx'
import type { OutputViewProps } from '../view.ts'

/** Digits of a number. */
export const digits = 6

type NumberRowsProps = Pick<OutputViewProps<'numbers'>, 'data' | 'output' | 'table'>

/** The numbers of every row of a batch. */
export function NumberRows({ data, output, table }: NumberRowsProps) {
  const predicted = useMemo(() => {
    const values = numbersOf(output.value)
    const width = data.labels.length
    return data.labels.map((label, column) => {
      const keys = Array.from({ length: data.rows }, (_, row) => values[row * width + column] ?? Number.NaN)
      const text = (row: number) => formatNumber(keys[row] ?? Number.NaN, digits)
      return { title: label === '' ? output.name : label, keys, text }
    })
  }, [data, output])
  return <PredictedRows label={`Rows of ${output.name}`} rows={data.rows} predicted={predicted} table={table} />
}
