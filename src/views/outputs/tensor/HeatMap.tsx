import { useMemo } from 'react'
import { formatCount, formatNumber } from '../../../base/format.ts'
import { numbersOf, type TensorStats, type TensorValue } from '../../../base/tensor.ts'
import { scaleFor } from '../../../ui/colour-map.ts'
import { drawHeat } from '../../../ui/heat-map.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { ColourLegend } from './ColourLegend.tsx'
import { formatSlice, sliceOf } from './slice.ts'
import styles from './TensorView.module.css'

export interface HeatMapProps {
  readonly value: TensorValue
  /** Of the whole tensor, so that slices can be compared. */
  readonly stats: TensorStats
  readonly axes: readonly [number, number] | null
  readonly held: Readonly<Record<number, number>>
}

export function HeatMap({ value, stats, axes, held }: HeatMapProps) {
  const scale = scaleFor(stats.min, stats.max)
  const { kind, low, high } = scale
  const slice = sliceOf(value.shape, axes, held)
  const { offset, rows, columns, rowStride, columnStride } = slice
  const picture = useMemo(() => {
    const data = numbersOf(value)
    const read = (row: number, column: number) => data[offset + row * rowStride + column * columnStride] ?? Number.NaN
    return drawHeat(read, rows, columns, { kind, low, high })
  }, [value, offset, rows, columns, rowStride, columnStride, kind, low, high])
  const where = formatSlice(value.shape, axes, held)
  const [high1, wide1] = picture.block
  return (
    <figure className={styles.heat}>
      <div className={rows === 1 ? styles.strip : styles.map}>
        <PictureCanvas
          {...picture}
          pixelated
          label={`Heat map of slice ${where}: ${formatCount(rows)} rows, ${formatCount(columns)} columns, colours from ${formatNumber(low)} to ${formatNumber(high)}. The table below has every value.`}
        />
      </div>
      <figcaption className={styles.caption}>
        <span className="num">{where}</span>, <span className="num">{formatCount(rows)}</span> rows ×{' '}
        <span className="num">{formatCount(columns)}</span> columns
        {high1 * wide1 > 1 ? `; each point is the mean of ${high1} × ${wide1} elements` : ''}
        {stats.nan + stats.inf > 0 ? '; NaN and infinities are magenta' : ''}
      </figcaption>
      <ColourLegend scale={scale} />
    </figure>
  )
}
