import { useState } from 'react'
import { formatBytes, formatCount, formatNumber } from '../../../base/format.ts'
import { bytesPerElement, formatShape, hasFinite, sizeOf } from '../../../base/tensor.ts'
import { Facts } from '../../../ui/Facts.tsx'
import type { OutputViewProps } from '../view.ts'
import { HeatMap } from './HeatMap.tsx'
import { SlicePicker } from './SlicePicker.tsx'
import styles from './TensorView.module.css'
import { Values } from './Values.tsx'

/** Any tensor: its statistics, a heat map of a 2-D slice, and a table of all elements of that slice. */
export function TensorView({ data, output }: OutputViewProps<'tensor'>) {
  const [axes, setAxes] = useState(data.axes)
  const [held, setHeld] = useState<Readonly<Record<number, number>>>({})
  const { stats, shape, dtype, value } = output
  const count = sizeOf(shape)
  const numeric = dtype !== 'string' && dtype !== 'complex64' && count > 0
  const anyFinite = hasFinite(stats, output)
  return (
    <div className={styles.view} data-view="tensor">
      <Facts
        rows={[
          { label: 'Shape', value: `${formatShape(shape)} ${dtype}` },
          {
            label: 'Elements',
            value: `${formatCount(count)}${dtype === 'string' ? '' : `, ${formatBytes(count * bytesPerElement(dtype))}`}`,
          },
          ...(numeric
            ? [
                {
                  label: 'Min, max',
                  value: anyFinite
                    ? `${formatNumber(stats.min, 6)} … ${formatNumber(stats.max, 6)}`
                    : 'there is no finite value',
                },
                ...(anyFinite
                  ? [{ label: 'Mean, sum', value: `${formatNumber(stats.mean, 6)}, ${formatNumber(stats.sum, 6)}` }]
                  : []),
                { label: 'NaN, infinite', value: `${formatCount(stats.nan)}, ${formatCount(stats.inf)}` },
              ]
            : []),
        ]}
      />
      {axes === null ? null : (
        <SlicePicker
          shape={shape}
          axes={axes}
          held={held}
          onAxes={setAxes}
          onHeld={(axis, at) => setHeld({ ...held, [axis]: at })}
        />
      )}
      {numeric ? <HeatMap name={output.name} value={value} stats={stats} axes={axes} held={held} /> : null}
      {count > 0 ? <Values name={output.name} value={value} axes={axes} held={held} /> : null}
    </div>
  )
}
