import { formatCount } from '../../base/format.ts'
import { useStore } from '../../store/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './Header.module.css'

const words = { storing: 'storing for offline use', unmeasured: 'requests not measured' } as const

/** The measured number of requests; a popover explains the measurement. */
export function Privacy() {
  const requests = useStore((state) => state.page.requests)
  const offlineReady = useStore((state) => state.page.offlineReady)
  const dot = typeof requests === 'string' ? styles.waiting : requests > 0 ? styles.leaked : undefined
  return (
    <>
      <button type="button" className={styles.privacy} popoverTarget="privacy">
        <span className={classNames(styles.dot, dot)} aria-hidden="true" />
        <span>
          {typeof requests === 'string' ? (
            words[requests]
          ) : (
            <>
              <span className="num">{formatCount(requests)}</span> {requests === 1 ? 'request' : 'requests'} since load
            </>
          )}
        </span>
      </button>
      <section id="privacy" popover="auto" className={styles.explanation} aria-labelledby="privacy-title">
        <h2 id="privacy-title">Nothing leaves this computer</h2>
        <p>
          This tab reads the model and the files, and a worker in it runs the model. Nothing is uploaded: there is no
          server to upload to.
        </p>
        <p>
          The figure is measured, not promised. A service worker intercepts every request of this page and of its
          workers and counts those that reach the network. The figure is the larger of this count and that of the
          browser’s resource timing. A Content-Security-Policy makes the browser block all requests to other origins.
        </p>
        {requests === 'unmeasured' ? (
          <p>
            No service worker could store the page in this browser, so the figure cannot be measured. The policy still
            applies.
          </p>
        ) : null}
        <p>
          {offlineReady
            ? 'The whole page is now stored in the browser. It works offline: switch off the network and try it.'
            : 'Counting begins once the whole page is stored in the browser. If the browser allows no service worker, as in some private windows, the requests of workers cannot be counted.'}
        </p>
      </section>
    </>
  )
}
