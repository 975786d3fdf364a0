import { dismissError, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import styles from './Banner.module.css'

export function ErrorBanner() {
  const error = useStore((state) => state.page.error)
  if (error === null) return null
  return (
    <section className={styles.error} aria-label="Error">
      <span className={styles.mark} aria-hidden="true">
        ✕
      </span>
      <div className={styles.words}>
        <div role="alert" data-testid="error" data-code={error.code}>
          <p className={styles.message}>{error.message}</p>
          {error.hint === '' ? null : <p> {error.hint}</p>}
        </div>
        {error.cause === '' ? null : (
          <Fold title="Technical details">
            <pre className={styles.cause}>
              {error.code}
              {'\n'}
              {error.cause}
            </pre>
          </Fold>
        )}
      </div>
      <Button look="quiet" aria-label="Dismiss the error" onClick={dismissError}>
        <Icon name="close" />
      </Button>
    </section>
  )
}
