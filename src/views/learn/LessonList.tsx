import { type Lesson, lessonGroups } from '../../lessons/contract.ts'
import { lessons } from '../../lessons/index.ts'
import type { LessonRun } from '../../lessons/run.ts'
import { openLesson, showMine, useLessons } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './LessonList.module.css'

/** All lessons by group; none is locked. Folded where the columns are one below the other. */
export function LessonList({ folded }: { readonly folded: boolean }) {
  const shown = useLessons((state) => state.shown)
  const page = useLessons((state) => state.page)
  const stored = useLessons((state) => state.stored)
  const hidden = useLessons((state) => state.hidden)
  const done = useDone()
  const current = lessons.findIndex(({ id }) => id === shown)
  const list = (
    <>
      <p className={styles.note}>
        Every answer is measured on this device. There is no score.{' '}
        {stored
          ? 'Progress stays in this browser.'
          : 'This browser refuses to store anything: your progress ends with this tab.'}
      </p>
      {Object.entries(lessonGroups).map(([id, title]) => (
        <Group key={id} title={title} lessons={lessons.filter(({ group }) => group === id)} done={done} />
      ))}
      {hidden.has('mine') ? null : (
        <Button look="link" aria-pressed={page === 'mine'} onClick={showMine} testId="lessons-mine">
          My predictions and measurements
        </Button>
      )}
    </>
  )
  const count = `${lessons.filter(({ id }) => done.has(id)).length} of ${lessons.length}`
  if (!folded)
    return (
      <>
        <ColumnHead id="lessons-title" title="Learn">
          <span className="num muted">{count}</span>
        </ColumnHead>
        {list}
      </>
    )
  return (
    <details className={styles.fold} key={shown}>
      <summary>
        <h2 id="lessons-title" className={styles.folded}>
          Lesson {current + 1} of {lessons.length}: {lessons[current]?.title}
        </h2>
      </summary>
      {list}
    </details>
  )
}

interface GroupProps {
  readonly title: string
  readonly lessons: readonly Lesson[]
  readonly done: ReadonlySet<string>
}

function Group({ title, lessons: own, done }: GroupProps) {
  if (own.length === 0) return null
  return (
    <>
      <h3 className={styles.group}>
        {title}{' '}
        <small className="num">
          {own.filter(({ id }) => done.has(id)).length} of {own.length}
        </small>
      </h3>
      <ol>
        {own.map((lesson, i) => (
          <Entry key={lesson.id} lesson={lesson} number={lesson.group === 'steps' ? i + 1 : null} done={done} />
        ))}
      </ol>
    </>
  )
}

interface EntryProps {
  readonly lesson: Lesson
  readonly number: number | null
  readonly done: ReadonlySet<string>
}

function Entry({ lesson: { id, title, minutes }, number, done }: EntryProps) {
  const run = useLessons(({ runs }) => runs[id])
  const isOpen = useLessons((state) => state.shown === id && state.page === 'lesson')
  const state = stateOf(run, done.has(id))
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        aria-current={isOpen ? 'step' : undefined}
        data-testid={`lesson-${id}`}
        data-state={state}
        onClick={() => openLesson(id)}
      >
        <span
          className={classNames(
            styles.mark,
            (state === 'done' || (isOpen && state !== 'new')) && styles[state === 'done' ? 'full' : 'half'],
          )}
          aria-hidden="true"
        />
        <span>
          {number === null ? null : `${number} `}
          {title}
        </span>
        <span className={styles.time}>{state === 'new' ? `${minutes} min` : state}</span>
      </button>
    </li>
  )
}

/** `new`, `running`, `done`, `stopped` or `failed`. */
function stateOf(run: LessonRun | undefined, isDone: boolean): string {
  if (run?.phase === 'running') return 'running'
  if (isDone || run?.outcome?.kind === 'found') return 'done'
  if (run?.outcome?.kind === 'interrupted') return 'stopped'
  return run?.outcome?.kind === 'failed' ? 'failed' : 'new'
}

/** Ids of the lessons whose experiment has been run. */
function useDone(): ReadonlySet<string> {
  const attempts = useLessons((state) => state.progress.attempts)
  return new Set(attempts.map(({ lesson }) => lesson))
}
