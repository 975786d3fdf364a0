import { setTheme, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Modes } from '../modes/Modes.tsx'
import type { Mode } from '../modes/mode.ts'
import styles from './Header.module.css'
import { Privacy } from './Privacy.tsx'

const next = { system: 'light', light: 'dark', dark: 'system' } as const
const names = { system: 'system setting', light: 'light', dark: 'dark' } as const

export function Header({ mode }: { readonly mode: Mode }) {
  const theme = useStore((state) => state.page.theme)
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        <a href="./" title="The start page">
          Glassbox
        </a>
      </h1>
      <Modes current={mode} />
      <Privacy />
      <Button
        look="quiet"
        className={styles.theme}
        aria-label={`Colours: ${names[theme]}. Change to ${names[next[theme]]}`}
        title={`Colours: ${names[theme]}`}
        onClick={() => setTheme(next[theme])}
      >
        <Icon name={theme} />
      </Button>
    </header>
  )
}
