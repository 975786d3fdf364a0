import { formatBytes } from '../../base/format.ts'
import { loadSample, type Sample, sampleGroups, samples, useStore } from '../../store/index.ts'
import styles from './Samples.module.css'

/** Bundled models with inputs, by what they take; they start with one click and work offline. */
export function Samples() {
  const busy = useStore((state) => state.model.phase === 'reading' || state.model.phase === 'loading')
  return (
    <div className={styles.samples}>
      {sampleGroups.map(({ id, title }) => (
        <section key={id} aria-labelledby={`samples-${id}`}>
          <h3 id={`samples-${id}`} className={styles.group}>
            {title}
          </h3>
          <ul className={styles.list}>
            {samples
              .filter(({ takes }) => takes === id)
              .map((sample) => (
                <li key={sample.id}>
                  <Card sample={sample} busy={busy} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Card({ sample, busy }: { readonly sample: Sample; readonly busy: boolean }) {
  return (
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
      <span className={styles.look}>{sample.look}</span>
      <span className={styles.figures}>
        {formatBytes(sample.bytes)} · {sample.licence}
      </span>
    </button>
  )
}
