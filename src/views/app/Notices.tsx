import { dismissNotice, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import styles from './Banner.module.css'

/** Recoveries and other notices, until dismissed. */
export function Notices() {
  const notices = useStore((state) => state.page.notices)
  if (notices.length === 0) return null
  return (
    <section aria-label="Notices">
      {notices.map((notice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences may repeat, and notices are dismissed by index
        <div key={index} className={styles.notice}>
          <span className={styles.mark} aria-hidden="true">
            i
          </span>
          <p className={styles.words}>{notice}</p>
          <Button look="quiet" aria-label={`Dismiss: ${notice}`} onClick={() => dismissNotice(index)}>
            <Icon name="close" />
          </Button>
        </div>
      ))}
    </section>
  )
}
