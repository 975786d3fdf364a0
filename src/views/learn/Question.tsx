import { useState } from 'react'
import type { Lesson } from '../../lessons/contract.ts'
import type { LessonRun } from '../../lessons/run.ts'
import { useStore } from '../../store/index.ts'
import { commit, giveReason, type Plan, saySure, useLessons } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Note.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { LessonHead } from './LessonHead.tsx'
import { PredictionInput } from './PredictionInput.tsx'
import styles from './Question.module.css'
import { Words } from './Words.tsx'

const howSure = [
  { id: 'guess', label: 'a guess' },
  { id: 'fairly', label: 'fairly' },
  { id: 'certain', label: 'certain' },
] as const

export interface QuestionProps {
  readonly lesson: Lesson
  readonly run: LessonRun
  readonly plan: Plan
}

/** The question, the prediction and how sure it is. */
export function Question({ lesson, run, plan: { topic, why } }: QuestionProps) {
  const hidden = useLessons((state) => state.hidden)
  const loading = useStore((state) => state.model.phase === 'reading' || state.model.phase === 'loading')
  const { guess, sure, reason, part } = run
  const blocked = guess === null ? 'Choose an answer first.' : loading ? 'Wait until the model is loaded.' : ''
  const question = part === 'transfer' ? lesson.transfer(topic) : lesson.question(topic)
  const begin = () => {
    if (blocked === '') void commit()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      {/* Enter in any field commits. */}
      <input type="submit" hidden />
      <LessonHead lesson={lesson} part={part} />
      {part === 'first' ? (
        <p className={styles.lead}>
          <Words text={lesson.lead} />
        </p>
      ) : null}
      <h2 id="lesson-title" className={styles.ask} tabIndex={-1} data-focus-home>
        <Words text={question} />
      </h2>
      {part === 'try' ? <p className={styles.why}>{changedOf(lesson, run)}</p> : null}
      {why === '' ? null : <Note tone="info">{why}</Note>}
      <PredictionInput prediction={lesson.prediction(topic)} guess={guess} />
      {hidden.has('sure') || guess === null ? null : (
        <div className={styles.sure}>
          <span className="muted">How sure are you?</span>
          <Segments label="How sure are you?" value={sure ?? ('' as never)} options={howSure} onChange={saySure} />
        </div>
      )}
      {hidden.has('reason') || guess === null ? null : <Reason key={part} value={reason} />}
      <p className={styles.why}>
        A guess that you commit to, right or wrong, is what makes the measured answer stay in mind.
      </p>
      <div className={styles.foot}>
        <Button look="primary" blocked={blocked !== ''} onClick={begin} testId="lesson-commit">
          Commit and run
        </Button>
        <Button onClick={() => void commit(false)} blocked={loading}>
          Run without a guess
        </Button>
        <span className={styles.why}>{blocked}</span>
      </div>
    </form>
  )
}

function Reason({ value }: { readonly value: string }) {
  const [draft, setDraft] = useState(value)
  return (
    <label className={styles.reason}>
      <span className="muted">Why do you think so? (optional, nobody checks it)</span>
      <input
        type="text"
        maxLength={200}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => giveReason(draft)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') giveReason(draft)
        }}
      />
    </label>
  )
}

/** `Changed: Backend.` */
function changedOf(lesson: Lesson, { setting }: LessonRun): string {
  const labels = lesson.tries.filter(({ id }) => setting[id] !== undefined).map(({ label }) => label)
  return labels.length === 0
    ? ''
    : `One thing is different this time: ${labels.join(', ').toLowerCase()}. What do you predict now?`
}
