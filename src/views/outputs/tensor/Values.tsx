import { cut, formatCount, formatNumber } from '../../../base/format.ts'
import type { TensorValue } from '../../../base/tensor.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { mostRows } from '../../../ui/window-rows.ts'
import { indexOf, sliceOf } from './slice.ts'
import styles from './TensorView.module.css'

export interface ValuesProps {
  readonly name: string
  readonly value: TensorValue
  readonly axes: readonly [number, number] | null
  readonly held: Readonly<Record<number, number>>
}

const rowHeight = 24
/** Characters of a line; more do not fit on any screen. */
const longestText = 300

/** All elements of the slice with their indices, one per line. */
export function Values({ name, value, axes, held }: ValuesProps) {
  const { offset, rows, columns, rowStride, columnStride } = sliceOf(value.shape, axes, held)
  const count = rows * columns
  return (
    <div>
      <VirtualRows
        label={`Values of ${name}`}
        count={count}
        rowHeight={rowHeight}
        maxHeight={192}
        row={(line) => {
          const at = offset + Math.floor(line / columns) * rowStride + (line % columns) * columnStride
          return (
            <span className={styles.line}>
              <span className="muted">[{indexOf(at, value.shape).join(', ')}]</span>
              <span>{elementText(value, at)}</span>
            </span>
          )
        }}
      />
      {count > mostRows(rowHeight) ? (
        <p className={styles.caption}>
          The first {formatCount(mostRows(rowHeight))} of {formatCount(count)} elements; the .npy export has them all.
        </p>
      ) : null}
    </div>
  )
}

/** Complex numbers are stored interleaved: real, imaginary. */
function elementText({ dtype, data }: TensorValue, at: number): string {
  if (dtype === 'complex64') {
    const [re = Number.NaN, im = Number.NaN] = [data[at * 2], data[at * 2 + 1]].map(Number)
    return `${formatNumber(re, 7)} ${im < 0 ? '−' : '+'} ${formatNumber(Math.abs(im), 7)}i`
  }
  const element = data[at]
  return typeof element === 'number' ? formatNumber(element, 7) : `“${cut(element ?? '', longestText)}”`
}
