import type { Warning } from '../../base/plan.ts'
import { setStep } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Note.tsx'
import styles from './Input.module.css'

/** Likely mistakes, each with a fix if there is one. */
export function Warnings({ input, warnings }: { readonly input: string; readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  return (
    <ul className={styles.warnings} aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={warning.code} data-code={warning.code}>
          <Note actions={fixButton(input, warning)}>{warning.message}</Note>
        </li>
      ))}
    </ul>
  )
}

function fixButton(input: string, { fix }: Warning) {
  return fix === null ? undefined : <Button onClick={() => setStep(input, fix.setting)}>{fix.label}</Button>
}
