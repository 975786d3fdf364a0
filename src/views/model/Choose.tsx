import { useEffect } from 'react'
import { dismissChoices, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Model.module.css'
import { ModelChoices } from './ModelChoices.tsx'

/** Asks which of several models to load; Escape or Cancel loads none. */
export function Choose() {
  const kept = useStore((state) => state.model.loaded?.summary.name ?? null)
  useEffect(() => {
    const onKey = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !defaultPrevented) dismissChoices()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <div className={styles.choose}>
      <p>Choose the one to load; the others stay on offer.{kept === null ? '' : ` ${kept} is kept until then.`}</p>
      <ModelChoices />
      <p>
        <Button onClick={dismissChoices}>Cancel</Button>
      </p>
    </div>
  )
}
