import { formatCount } from '../../base/format.ts'
import { useStore } from '../../store/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './Header.module.css'

const words = { storing: 'storing for offline use', unmeasured: 'requests not measured here' } as const

/** The measured number of requests, with how it is measured one click away. */
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
          The model and the files are read by this tab and computed by a worker in it. They are never uploaded: there is
          no server to upload them to.
        </p>
        <p>
          The figure is measured, not promised. A service worker sees every request of this page and of its workers and
          counts those that it passes on to the network; the browser’s own resource timing is read beside it, and the
          larger of the two is shown. A Content-Security-Policy makes the browser refuse every request to another
          origin.
        </p>
        {requests === 'unmeasured' ? (
          <p>
            Here the page could not be stored in the browser by a service worker, so the figure cannot be measured. The
            policy holds all the same.
          </p>
        ) : null}
        <p>
          {offlineReady
            ? 'Every part of the page is now stored in the browser. It works with the network switched off: try it.'
            : 'Counting begins once every part of the page is stored in the browser. Where it allows no service worker, as in some private windows, the requests of workers cannot be counted.'}
        </p>
      </section>
    </>
  )
}
