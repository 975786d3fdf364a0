import { useState } from 'react'
import type { Lesson } from '../../lessons/contract.ts'
import type { LessonRun } from '../../lessons/run.ts'
import { useStore } from '../../store/index.ts'
import { askAgain } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Segments } from '../../ui/Segments.tsx'
import styles from './Verdict.module.css'

/** One thing to change; choosing another one takes the first back. */
export function TryDifferently({ lesson, run }: { readonly lesson: Lesson; readonly run: LessonRun }) {
  const loaded = useStore((state) => state.model.loaded)
  const [chosen, setChosen] = useState<{ readonly id: string; readonly option: string } | null>(null)
  const tries = loaded === null ? [] : lesson.tries.map((one) => ({ ...one, offered: one.options(loaded) }))
  const usable = tries.filter(({ offered }) => offered.length > 1)
  if (run.topic?.own !== true || usable.length === 0) return null
  return (
    <div className={styles.tries}>
      <h3 className={styles.title}>Try it differently</h3>
      <div className={styles.row}>
        {usable.map(({ id, label, offered }) => (
          <div key={id} className={styles.try}>
            <span className="muted">{label}</span>
            <Segments
              label={label}
              value={chosen?.id === id ? chosen.option : (run.setting[id] ?? offered[0]?.id ?? '')}
              options={offered}
              onChange={(option) => setChosen({ id, option })}
            />
          </div>
        ))}
        <Button
          blocked={chosen === null}
          onClick={() => {
            if (chosen !== null) askAgain('try', { [chosen.id]: chosen.option })
          }}
          testId="lesson-try"
        >
          Predict again
        </Button>
      </div>
    </div>
  )
}
