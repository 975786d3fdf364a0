import { useEffect, useRef } from 'react'
import { lessonOf } from '../../lessons/index.ts'
import { notRun } from '../../lessons/run.ts'
import { useStore } from '../../store/index.ts'
import { openFromLink, type Plan, planFor, stopExperiment, useLessons } from '../../store/lessons/index.ts'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { narrow, useMedia } from '../../ui/use-media.ts'
import { Experiment } from './Experiment.tsx'
import styles from './Learn.module.css'
import { LessonList } from './LessonList.tsx'
import { MyPage } from './MyPage.tsx'
import { Question } from './Question.tsx'
import { Recall } from './Recall.tsx'
import { Verdict, type VerdictProps } from './Verdict.tsx'

/** Lessons: a question, a prediction, an experiment on this device, and the measured answer. */
export function LearnScreen() {
  const shown = useLessons((state) => state.shown)
  const page = useLessons((state) => state.page)
  const hidden = useLessons((state) => state.hidden)
  const stacked = useMedia(narrow)
  useAddress(shown)
  if (shown === '') return null
  return (
    <div className={hidden.has('list') ? styles.withoutList : styles.columns}>
      {hidden.has('list') ? null : (
        <section className={styles.list} aria-labelledby="lessons-title">
          <LessonList folded={stacked} />
        </section>
      )}
      {page === 'mine' ? <MyPage /> : <OpenLesson key={shown} id={shown} />}
    </div>
  )
}

function OpenLesson({ id }: { readonly id: string }) {
  const lesson = lessonOf(id)
  const section = useRef<HTMLElement>(null)
  // The list may be longer than the window.
  useEffect(() => {
    section.current?.firstElementChild?.scrollIntoView({ block: 'nearest' })
  }, [])
  const state = useStore((whole) => whole)
  const run = useLessons(({ runs }) => runs[id] ?? notRun)
  const recall = useLessons((lessons) => lessons.recall)
  const plan = planFor(lesson, run.part, state)
  // What ran stays on the screen when another model is loaded.
  const topic = run.phase === 'asking' ? plan.topic : (run.topic ?? plan.topic)
  return (
    <>
      <section ref={section} className={styles.lesson} aria-labelledby="lesson-title">
        {recall === null ? (
          <Asked lesson={lesson} run={run} plan={plan} topic={topic} />
        ) : (
          <Recall recall={recall} next={lesson.title} />
        )}
      </section>
      <section className={styles.experiment} aria-labelledby="experiment-title">
        <ColumnHead id="experiment-title" title="The experiment">
          <span className={styles.when}>{whenOf(run.phase)}</span>
        </ColumnHead>
        {recall === null ? <Experiment lesson={lesson} run={run} topic={topic} /> : null}
      </section>
    </>
  )
}

interface AskedProps extends VerdictProps {
  readonly plan: Plan
}

function Asked({ lesson, run, plan, topic }: AskedProps) {
  if (run.phase === 'asking') return <Question lesson={lesson} run={run} plan={plan} />
  return <Verdict lesson={lesson} run={run} topic={topic} />
}

function whenOf(phase: 'asking' | 'running' | 'done'): string {
  return { asking: 'not run yet', running: 'running', done: 'measured on this device' }[phase]
}

/** Takes the lesson from the address once, then keeps it there. Leaving the screen stops the experiment. */
function useAddress(shown: string): void {
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    openFromLink(new URLSearchParams(location.search))
  }, [])
  useEffect(() => {
    if (shown === '') return
    const address = new URL(location.href)
    if (address.searchParams.get('mode') !== 'learn') return
    address.searchParams.set('lesson', shown)
    history.replaceState(history.state, '', address)
  }, [shown])
  useEffect(() => stopExperiment, [])
}
