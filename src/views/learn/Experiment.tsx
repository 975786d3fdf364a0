import type { Figure, Lesson, Row, Topic } from '../../lessons/contract.ts'
import type { LessonRun } from '../../lessons/run.ts'
import { useLessons } from '../../store/lessons/index.ts'
import styles from './Experiment.module.css'
import { RowsFigure } from './RowsFigure.tsx'
import { Words } from './Words.tsx'

export interface ExperimentProps {
  readonly lesson: Lesson
  readonly run: LessonRun
  readonly topic: Topic
}

/** The steps before the experiment, the rows that it has measured, and what follows from them. */
export function Experiment({ lesson, run, topic }: ExperimentProps) {
  const hidden = useLessons((state) => state.hidden)
  const { figure, advice } = lesson
  const { phase, rows, tried, outcome } = run
  return (
    <>
      <RowsFigure figure={figure} rows={rows} />
      {rows.length === 0 || figure.kind === 'bars' ? null : <Measured figure={figure} rows={rows} />}
      {phase === 'asking' && !hidden.has('steps') ? (
        <>
          <h3 className={styles.title}>What will happen</h3>
          <ol className={styles.steps}>
            {lesson.steps(topic, run.setting).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p className={styles.note}>
            {topic.own
              ? 'Your loaded model and its results stay as they are; the experiment uses sessions of its own.'
              : 'The experiment uses sessions of its own; nothing else on the page changes.'}
          </p>
        </>
      ) : null}
      {tried.length < 2 ? null : (
        <table className={styles.tried}>
          <caption className={styles.title}>Tried</caption>
          <tbody>
            {tried.map(({ label, headline }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added
              <tr key={i}>
                <th scope="row">{label}</th>
                <td>
                  <Words text={headline} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {outcome?.kind === 'found' ? (
        <p className={styles.advice}>
          <strong>What it means for you.</strong> <Words text={advice} />
        </p>
      ) : null}
    </>
  )
}

function Measured({ figure, rows }: { readonly figure: Figure; readonly rows: readonly Row[] }) {
  const table = (
    <table className={styles.rows}>
      <thead>
        <tr>
          {figure.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added
          <tr key={i}>
            <th scope="row">{label}</th>
            <td className={figure.kind === 'texts' ? styles.text : 'num'}>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
  if (figure.kind === 'texts') return table
  return (
    <details className={styles.twin}>
      <summary>As a table</summary>
      {table}
    </details>
  )
}
