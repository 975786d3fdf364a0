import { useMemo, useState } from 'react'
import { formatCount, formatNumber } from '../../../base/format.ts'
import { numbersOf, type TensorStats, type TensorValue } from '../../../base/tensor.ts'
import { scaleFor } from '../../../ui/colour-map.ts'
import { drawHeat, extentOf } from '../../../ui/heat-map.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ColourLegend } from './ColourLegend.tsx'
import { formatSlice, sliceOf } from './slice.ts'
import styles from './TensorView.module.css'

/** A map with more rows per column than this is stretched; true to scale it would be a line. */
const tall = 8

export interface HeatMapProps {
  readonly name: string
  readonly value: TensorValue
  /** Statistics of the whole tensor. */
  readonly stats: TensorStats
  readonly axes: readonly [number, number] | null
  readonly held: Readonly<Record<number, number>>
}

export function HeatMap({ name, value, stats, axes, held }: HeatMapProps) {
  const [over, setOver] = useState<'tensor' | 'slice'>('tensor')
  const { offset, rows, columns, rowStride, columnStride } = sliceOf(value.shape, axes, held)
  const { min, max } = stats
  const { picture, scale } = useMemo(() => {
    const data = numbersOf(value)
    const read = (row: number, column: number) => data[offset + row * rowStride + column * columnStride] ?? Number.NaN
    const [low, high] = over === 'tensor' ? [min, max] : extentOf(read, rows, columns)
    const scale = scaleFor(low, high)
    return { picture: drawHeat(read, rows, columns, scale), scale }
  }, [value, offset, rows, columns, rowStride, columnStride, over, min, max])
  const where = formatSlice(value.shape, axes, held)
  const [high1, wide1] = picture.block
  const isBlank = stats.nan + stats.inf === value.data.length
  const colours = isBlank
    ? 'without a finite value'
    : `colours from ${formatNumber(scale.low)} to ${formatNumber(scale.high)}`
  return (
    <figure className={styles.heat}>
      <div className={rows === 1 ? styles.strip : rows > columns * tall ? styles.tall : styles.map}>
        <PictureCanvas
          {...picture}
          pixelated
          label={`Heat map of slice ${where}: ${formatCount(rows, 'row')}, ${formatCount(columns, 'column')}, ${colours}. The table below has every value.`}
        />
      </div>
      <figcaption className={styles.caption}>
        <span className="num">{where}</span>, {formatCount(rows, 'row')} × {formatCount(columns, 'column')}
        {high1 * wide1 > 1 ? `; each point is the mean of ${high1} × ${wide1} elements` : ''}
        {stats.nan + stats.inf > 0 ? '; NaN and infinities are magenta' : ''}
      </figcaption>
      <div className={styles.legendLine}>
        {isBlank ? null : <ColourLegend scale={scale} />}
        {rows * columns < value.data.length ? (
          <Select
            label={`Colours of ${name} over`}
            value={over}
            options={[
              { id: 'tensor', label: 'over the whole tensor' },
              { id: 'slice', label: 'over this slice' },
            ]}
            onChange={(id) => setOver(id === 'slice' ? 'slice' : 'tensor')}
          />
        ) : null}
      </div>
    </figure>
  )
}
