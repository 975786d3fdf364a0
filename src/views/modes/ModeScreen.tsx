import { Suspense, useEffect } from 'react'
import { useStore } from '../../store/index.ts'
import { Boundary } from '../../ui/Boundary.tsx'
import { Start } from '../model/Start.tsx'
import { Rail } from '../rail/Rail.tsx'
import styles from './ModeScreen.module.css'
import type { Mode } from './mode.ts'
import { SubjectLine } from './SubjectLine.tsx'

export interface ModeProps {
  readonly mode: Mode
}

/** What stands above the screen of a mode. */
export function ModeHead({ mode }: ModeProps) {
  const starting = useStarting(mode)
  if (mode.head === 'rail') return <Rail />
  return starting ? null : <SubjectLine />
}

/** The screen of a mode, or the start page if it needs a model and none is loaded. */
export function ModeScreen({ mode }: ModeProps) {
  const starting = useStarting(mode)
  useEffect(() => {
    const timer = setTimeout(() => mode.prefetch?.(), 200)
    return () => clearTimeout(timer)
  }, [mode])
  return (
    <main id="main" className={styles.main} tabIndex={-1} data-focus-home>
      {starting ? (
        <Start />
      ) : (
        <Boundary key={mode.id} subject={`The screen ${mode.label}`}>
          <Suspense fallback={<p className={styles.waiting}>Opening {mode.label} …</p>}>
            <mode.Screen />
          </Suspense>
        </Boundary>
      )}
    </main>
  )
}

function useStarting({ needsModel }: Mode): boolean {
  return useStore((state) => needsModel && state.model.loaded === null)
}
