import type { Distribution } from '../../../base/distribution.ts'
import { formatCount, formatFigure, formatPercent } from '../../../base/format.ts'
import styles from './Selected.module.css'

const width = 340
const height = 70

/** The histogram of a tensor: bins below zero in amber, others in the accent's colour. */
export function Histogram({ of, label }: { readonly of: Distribution; readonly label: string }) {
  const { min, max, mean, histogram } = of
  const most = Math.max(1, ...histogram)
  const step = width / Math.max(1, histogram.length)
  const centre = (bin: number) => min + ((bin + 0.5) * (max - min)) / histogram.length
  const text = `${label}: from ${formatFigure(min)} to ${formatFigure(max)}, mean ${formatFigure(mean)}`
  return (
    <figure>
      <svg className={styles.histogram} viewBox={`0 0 ${width} ${height + 1}`} role="img" aria-label={text}>
        {histogram.map((count, bin) => {
          // A bin with few values stays visible.
          const tall = count === 0 ? 0 : Math.max(1, (count / most) * height)
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: bins have no other identity
              key={bin}
              className={centre(bin) < 0 ? styles.below : styles.above}
              x={bin * step}
              y={height - tall}
              width={Math.max(1, step - 1)}
              height={tall}
            />
          )
        })}
        <line className={styles.axis} x1={0} x2={width} y1={height + 0.5} y2={height + 0.5} />
      </svg>
      <figcaption className={styles.ends}>
        <span>{formatFigure(min)}</span>
        <span>mean {formatFigure(mean)}</span>
        <span>{formatFigure(max)}</span>
      </figcaption>
    </figure>
  )
}

/** Deviation, signs, and what is not a number, as one line. */
export function distributionText({ elements, deviation, zeros, negative, nan, inf }: Distribution): string {
  const share = (count: number) => formatPercent(count / Math.max(1, elements))
  const parts = [
    `Deviation ${formatFigure(deviation)}`,
    `${share(negative)} below 0`,
    zeros === 0 ? 'none exactly 0' : `${share(zeros)} exactly 0`,
    nan === 0 ? '' : `${formatCount(nan)} NaN`,
    inf === 0 ? '' : `${formatCount(inf)} infinite`,
  ]
  return `${parts.filter((part) => part !== '').join(', ')}.`
}
