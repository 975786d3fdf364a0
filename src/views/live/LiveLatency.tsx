import { formatBytes, formatCount, formatDuration } from '../../base/format.ts'
import type { LiveSource } from '../../live/contract.ts'
import type { LiveFigures } from '../../live/figures.ts'
import { useStore } from '../../store/index.ts'
import { Figures } from '../../ui/Figure.tsx'
import { useMedia } from '../../ui/use-media.ts'
import part from '../result/Result.module.css'
import styles from './Live.module.css'
import { Trace } from './Trace.tsx'
import { advice, causes } from './words.ts'

const unknown = '–'

export interface LiveLatencyProps {
  readonly figures: LiveFigures
  /** The rate of items says something only if they come by themselves. */
  readonly source: Pick<LiveSource, 'continuous' | 'item'>
}

/** How fast the live source is answered, and what was dropped. */
export function LiveLatency({ figures, source: { continuous, item } }: LiveLatencyProps) {
  const memory = useStore((state) => state.live.memory)
  const given = useStore((state) => state.live.facts?.rate ?? null)
  const rung = useStore((state) => state.model.loaded?.rung ?? null)
  const ladder = useStore((state) => state.backend.ladder)
  const { rate, p50, p95, overhead, drawn, dropped, cause } = figures
  const scrolls = useMedia('(max-width: 900px)')
  const slow = rung === null ? null : advice(figures, given, rung, ladder)
  return (
    <section className={part.latency} aria-labelledby="live-latency-title">
      <h3 id="live-latency-title" className={part.part}>
        Latency <span className={part.aside}>from the {item} to the drawn result, the last 10 s</span>
      </h3>
      <Figures
        figures={[
          ...(continuous ? [{ label: `${item}s/s`, value: rate === null ? unknown : rate.toFixed(1) }] : []),
          { label: 'p50', value: p50 === null ? unknown : formatDuration(p50) },
          { label: 'p95', value: p95 === null ? unknown : formatDuration(p95) },
          { label: 'dropped', value: formatCount(dropped), note: `of ${formatCount(drawn + dropped)}` },
          { label: 'queue', value: '0', note: 'always' },
          { label: 'memory', value: memory === null ? unknown : formatBytes(memory) },
        ]}
      />
      {continuous ? (
        <section
          className={styles.trace}
          aria-label={`Time per ${item}`}
          // Where it scrolls, it has to be reachable without a mouse.
          tabIndex={scrolls ? 0 : undefined}
        >
          <Trace figures={figures} item={item} interval={given === null ? null : 1000 / given} />
        </section>
      ) : null}
      <p className={styles.why}>
        {overhead === null
          ? ''
          : `Besides the model, half of the ${item}s take up to ${formatDuration(overhead)}: to prepare, decode and draw them. `}
        {slow ?? queueWords(item)}
        {cause === null ? '' : ` Dropped in the last 10 s, mostly because ${causes[cause]}.`}
      </p>
    </section>
  )
}

function queueWords(item: LiveSource['item']): string {
  return item === 'frame'
    ? 'Of the frames that arrive during a run all but the newest are dropped, never queued.'
    : 'Each window ends with the newest sound, or follows the one before if the model has a state. One is dropped only if the run before took longer than a window.'
}
