import { formatBytes } from '../../base/format.ts'
import { loadSample, samples, useStore } from '../../store/index.ts'
import styles from './Samples.module.css'

/** Bundled models with inputs; they start with one click and work offline. */
export function Samples() {
  const busy = useStore((state) => state.model.phase === 'reading' || state.model.phase === 'loading')
  return (
    <div className={styles.samples}>
      <ul className={styles.list} aria-label="Samples">
        {samples.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              className={styles.sample}
              data-testid={`sample-${sample.id}`}
              aria-disabled={busy || undefined}
              onClick={() => {
                if (busy) return
                // Scrolls up because the list may be below the fold and the progress is at the top.
                window.scrollTo({ top: 0 })
                loadSample(sample.id)
              }}
            >
              <img className={styles.picture} src={sample.picture} alt="" width={160} height={120} />
              <span className={styles.name}>{sample.title}</span>
              <span className={styles.task}>{sample.task}</span>
              <span className={styles.figures}>
                {formatBytes(sample.bytes)} · {sample.licence}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
