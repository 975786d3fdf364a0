import { Switch } from 'react-aria-components/Switch'
import styles from './Toggle.module.css'

export interface ToggleProps {
  readonly label: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
  readonly testId?: string | undefined
}

export function Toggle({ label, value, onChange, testId }: ToggleProps) {
  return (
    <Switch className={styles.toggle ?? ''} isSelected={value} onChange={onChange} data-testid={testId}>
      <span className={styles.track} aria-hidden="true" />
      {label}
    </Switch>
  )
}
