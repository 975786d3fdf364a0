import { useMemo } from 'react'
import { formatBytes, formatDuration } from '../../base/format.ts'
import type { RunResult } from '../../base/run.ts'
import { benchmarkSummary, memoryOf, useStore } from '../../store/index.ts'
import { StackedBar } from '../../ui/Bar.tsx'
import { Figures } from '../../ui/Figure.tsx'
import { Benchmark } from './Benchmark.tsx'
import styles from './Result.module.css'

const unknown = '–'

/** Duration of the shown run, and statistics of repeated runs. */
export function Latency({ result, entryKey }: { readonly result: RunResult; readonly entryKey: string }) {
  const measured = useStore((state) => state.run.benchmark)
  const fits = measured.result !== null && measured.key === entryKey
  const state = useStore((whole) => whole)
  const summary = useMemo(() => (fits ? benchmarkSummary(state) : null), [fits, state])
  const memory = memoryOf(state)
  return (
    <section className={styles.latency} aria-labelledby="latency-title">
      <h3 id="latency-title" className={styles.part}>
        Latency <span className={styles.aside}>of run and read back</span>
      </h3>
      <Figures
        figures={[
          { label: result.first ? 'this run, the first' : 'this run', value: formatDuration(result.ms) },
          { label: 'p50', value: summary === null ? unknown : formatDuration(summary.p50) },
          { label: 'p95', value: summary === null ? unknown : formatDuration(summary.p95) },
          // With nothing to compile, the first run would be the same figure again.
          ...(result.first && result.firstMs === result.ms
            ? []
            : [
                {
                  label: result.firstMs > result.ms && result.first ? 'with compiling' : 'first run',
                  value: formatDuration(result.firstMs),
                },
              ]),
          { label: 'memory', value: memory === null ? unknown : formatBytes(memory) },
        ]}
      />
      <div className={styles.stack}>
        <StackedBar parts={partsOf(result)} />
      </div>
      <p className={styles.small}>
        End to end <span className="num">{formatDuration(result.endToEnd)}</span>: from the file to the reading of the
        output.
        {summary === null ? ' Run ×N measures p50 and p95.' : ''}
      </p>
      {fits && measured.result !== null && summary !== null ? (
        <Benchmark result={measured.result} summary={summary} />
      ) : null}
    </section>
  )
}

function partsOf(result: RunResult) {
  const parts = [
    { label: 'input', size: msOf(result, 'input') ?? 0 },
    { label: 'run', size: msOf(result, 'run') ?? 0 },
    { label: 'read back', size: msOf(result, 'readback') ?? 0 },
  ]
  return parts.map((part) => ({ ...part, text: formatDuration(part.size) }))
}

function msOf({ ledger }: RunResult, id: string): number | null {
  return ledger.find((record) => record.id === id)?.ms ?? null
}
