import { showMode } from '../../store/index.ts'
import { modes } from './index.ts'
import styles from './Modes.module.css'
import type { Mode } from './mode.ts'

/** The modes as links, so that one can also be opened in another tab. */
export function Modes({ current }: { readonly current: Mode }) {
  return (
    <nav className={styles.modes} aria-label="Modes">
      {modes.map((mode) => (
        <a
          key={mode.id}
          href={`?mode=${mode.id}`}
          className={styles.mode}
          aria-current={mode === current ? 'page' : undefined}
          data-testid={`mode-${mode.id}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            showMode(mode.id)
          }}
        >
          {mode.label}
        </a>
      ))}
    </nav>
  )
}
