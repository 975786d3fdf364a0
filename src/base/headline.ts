import { formatNumber, formatPercent } from './format.ts'
import { numberRow } from './number-row.ts'
import type { OutputResult } from './run.ts'
import { formatShape } from './tensor.ts'

const longest = 40

/** An output in a few words, from its best reading: `tabby cat 91 %`, `9.217`, `48 × 48 picture`, `[1, 192]`. */
export function headline({ readings, shape, value }: Pick<OutputResult, 'readings' | 'shape' | 'value'>): string {
  const reading = readings[0]
  switch (reading?.view) {
    case 'scores': {
      const best = reading.data.rows[0]?.top[0]
      if (best === undefined) return formatShape(shape)
      const inUnit = best.value >= 0 && best.value <= 1
      return `${cut(best.label)} ${inUnit ? formatPercent(best.value) : formatNumber(best.value)}`
    }
    case 'numbers': {
      const row = numberRow(reading.data, value, 0)
      const shown = row.slice(0, 3).map((number) => formatNumber(number))
      return shown.join(', ') + (row.length > 3 ? ' …' : '')
    }
    case 'image':
      return `${reading.data.width} × ${reading.data.height} picture`
    case 'text':
      return cut(reading.data.rows[0] ?? '')
    default:
      return formatShape(shape)
  }
}

function cut(text: string): string {
  const characters = [...text]
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
