import { useEffect, useRef } from 'react'
import type { Lesson, Topic } from '../../lessons/contract.ts'
import { lessons } from '../../lessons/index.ts'
import type { LessonRun } from '../../lessons/run.ts'
import { useStore } from '../../store/index.ts'
import { askAgain, openLesson, planFor, stopExperiment, useLessons } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { AnswerLine } from './AnswerLine.tsx'
import { LessonHead } from './LessonHead.tsx'
import question from './Question.module.css'
import { TryDifferently } from './TryDifferently.tsx'
import styles from './Verdict.module.css'
import { Words } from './Words.tsx'

export interface VerdictProps {
  readonly lesson: Lesson
  readonly run: LessonRun
  readonly topic: Topic
}

const about = { model: 'This model', device: 'This device', general: 'In general' } as const

/** What was asked, what was measured, and why; while the experiment runs, how far it is. */
export function Verdict({ lesson, run, topic }: VerdictProps) {
  const asked = run.part === 'transfer' ? lesson.transfer(topic) : lesson.question(topic)
  return (
    <>
      <LessonHead lesson={lesson} part={run.part} />
      <p id="lesson-title" className={styles.asked} tabIndex={-1} data-focus-home>
        <Words text={asked} />
      </p>
      {run.verdict === null ? <Running run={run} /> : <Answered lesson={lesson} run={run} topic={topic} />}
    </>
  )
}

function Running({ run }: { readonly run: LessonRun }) {
  const stop = useRef<HTMLButtonElement>(null)
  useEffect(() => stop.current?.focus(), [])
  return (
    <>
      <p className={styles.headline}>
        Step {run.step + 1} of {run.steps.length}: {run.steps[run.step]} …
      </p>
      <div className={question.foot}>
        <Button ref={stop} onClick={stopExperiment} testId="lesson-cancel">
          Stop
        </Button>
      </div>
    </>
  )
}

function Answered({ lesson, run, topic }: VerdictProps) {
  const { verdict, outcome, prediction, guess, part } = run
  const hidden = useLessons((state) => state.hidden)
  const next = lessons[lessons.indexOf(lesson) + 1]
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => line.current?.focus(), [])
  if (verdict === null || prediction === null || outcome === null) return null
  const answer = outcome.kind === 'found' ? outcome.finding.answer : null
  return (
    <>
      <div
        data-testid="lesson-verdict"
        data-outcome={outcome.kind === 'found' ? outcome.finding.effect : outcome.kind}
        data-agrees={verdict.agrees ?? undefined}
      >
        <p ref={line} className={styles.headline} tabIndex={-1} data-focus-home>
          <span className={styles.measured}>
            <Words text={verdict.headline} />
          </span>{' '}
          {verdict.guess}
        </p>
        <AnswerLine prediction={prediction} guess={guess} answer={answer} />
        <div className={styles.says}>
          {verdict.gap === '' ? null : (
            <p>
              <Words text={verdict.gap} />
            </p>
          )}
          {verdict.says === null ? (
            <p>{verdict.hint}</p>
          ) : (
            (['model', 'device', 'general'] as const).map((id) => (
              <p key={id}>
                <span className={styles.about}>{about[id]}</span> <Words text={verdict.says?.[id] ?? ''} />
              </p>
            ))
          )}
        </div>
      </div>
      {hidden.has('tries') ? null : <TryDifferently lesson={lesson} run={run} />}
      <div className={question.foot}>
        {hidden.has('transfer') || part === 'transfer' || outcome.kind !== 'found' ? null : (
          <Transfer lesson={lesson} />
        )}
        {next === undefined ? null : (
          <Button look={part === 'transfer' ? 'primary' : 'plain'} onClick={() => openLesson(next.id)}>
            Next: {next.title}
          </Button>
        )}
        <Button onClick={() => askAgain(part, run.setting)}>Change my answer</Button>
        <Button look="link" onClick={() => print()}>
          Print
        </Button>
      </div>
      <p className={styles.printed}>
        Glassbox, {new Date().toLocaleString('en')}, {topic.name}. {navigator.hardwareConcurrency} processor cores,{' '}
        {navigator.userAgent}
      </p>
    </>
  )
}

/** The same idea on another model, without help. */
function Transfer({ lesson }: { readonly lesson: Lesson }) {
  const state = useStore((whole) => whole)
  const { topic } = planFor(lesson, 'transfer', state)
  return (
    <Button look="primary" onClick={() => askAgain('transfer')} testId="lesson-transfer">
      Predict it for {topic.name}
    </Button>
  )
}
