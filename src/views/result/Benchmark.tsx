import { formatDuration } from '../../base/format.ts'
import { percentile } from '../../base/percentile.ts'
import { type BenchmarkResult, steadyTimes } from '../../base/run.ts'
import type { benchmarkSummary } from '../../store/index.ts'
import { Sparkline } from '../../ui/Sparkline.tsx'
import styles from './Result.module.css'

export interface BenchmarkProps {
  readonly result: BenchmarkResult
  readonly summary: NonNullable<ReturnType<typeof benchmarkSummary>>
}

/** The runs of Run ×N as dots, with a line at the median. */
export function Benchmark({ result, summary }: BenchmarkProps) {
  const { p50, p95, min, max, mean, count } = summary
  const [low, middle, high] = [formatDuration(min), formatDuration(p50), formatDuration(max)]
  return (
    <figure className={styles.benchmark} data-testid="benchmark-result">
      <Sparkline
        values={steadyTimes(result)}
        reference={p50}
        label={`${count} runs in order, from ${low} to ${high}, p50 ${middle}, p95 ${formatDuration(p95)}`}
      />
      <figcaption className={styles.small}>
        <span className="num">{count}</span> runs with the input already in the worker: min{' '}
        <span className="num">{low}</span>, mean <span className="num">{formatDuration(mean)}</span>, max{' '}
        <span className="num">{high}</span>; the line is p50.
        {result.endToEnd.length === 0 ? null : (
          <>
            {' '}
            End to end, over <span className="num">{result.endToEnd.length}</span> runs: p50{' '}
            <span className="num">{formatDuration(percentile(result.endToEnd, 0.5))}</span>.
          </>
        )}
      </figcaption>
    </figure>
  )
}
