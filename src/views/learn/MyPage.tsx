import { useState } from 'react'
import type { Axis } from '../../lessons/contract.ts'
import { lessonOf, lessons } from '../../lessons/index.ts'
import { labelOf, optionOf, placeOn } from '../../lessons/judge.ts'
import { type Attempt, calibration } from '../../lessons/progress.ts'
import { exportProgress, forgetProgress, useLessons } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import learn from './Learn.module.css'
import styles from './MyPage.module.css'

const sureWords = {
  guess: 'When you only guessed',
  fairly: 'When you were fairly sure',
  certain: 'When you were certain',
}

/** The learner's own page: predictions against measurements, how well certainty fitted, export and delete. */
export function MyPage() {
  const progress = useLessons((state) => state.progress)
  const stored = useLessons((state) => state.stored)
  const known = progress.attempts.filter(({ lesson }) => lessons.some(({ id }) => id === lesson))
  return (
    <section className={learn.mine} aria-labelledby="mine-title" data-testid="lessons-page">
      <ColumnHead id="mine-title" title="My predictions and measurements">
        <Button look="link" blocked={known.length === 0} onClick={exportProgress}>
          Export as JSON
        </Button>
        <Delete blocked={known.length === 0 && progress.recalls.length === 0} />
      </ColumnHead>
      <p className="muted">
        {stored
          ? 'This page is kept in this browser only. Nothing is sent.'
          : 'This browser refuses to store anything, so this page ends with the tab. Export it to keep it.'}
      </p>
      {known.length === 0 ? (
        <p>Nothing has been predicted yet. After your first experiment, your guess and the measurement stand here.</p>
      ) : (
        <>
          <Scatter attempts={known} />
          <ul className={styles.calibration}>
            {calibration(progress).map(({ sure, right, of }) => (
              <li key={sure}>
                {sureWords[sure]}, the measurement agreed in{' '}
                <span className="num">
                  {right} of {of}
                </span>
                .
              </li>
            ))}
          </ul>
          <Attempts attempts={known} />
        </>
      )}
    </section>
  )
}

/** Asks once before it deletes, in place. */
function Delete({ blocked }: { readonly blocked: boolean }) {
  const [asked, setAsked] = useState(false)
  if (!asked || blocked)
    return (
      <Button look="link" blocked={blocked} onClick={() => setAsked(true)}>
        Delete
      </Button>
    )
  return (
    <Button
      onClick={() => {
        forgetProgress()
        setAsked(false)
      }}
    >
      Delete all of it
    </Button>
  )
}

const size = 260
const edge = 34

/** Guesses on axes, against what was measured: on the diagonal they agree. */
function Scatter({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const points = attempts.flatMap((attempt) => {
    const place = placeOf(attempt)
    return place === null ? [] : place
  })
  if (points.length === 0) return null
  const at = (share: number) => edge + share * (size - 2 * edge)
  return (
    <figure className={styles.plot}>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={`${points.length} predictions against measurements; the table below lists them`}
      >
        <rect className={styles.frame} x={at(0)} y={at(0)} width={at(1) - at(0)} height={at(1) - at(0)} />
        <line className={styles.diagonal} x1={at(0)} y1={at(1)} x2={at(1)} y2={at(0)} />
        {points.map(({ said, measured, key }) => (
          <circle key={key} className={styles.point} cx={at(said)} cy={at(1 - measured)} r={5} />
        ))}
        <text x={size / 2} y={size - 10} textAnchor="middle">
          predicted →
        </text>
        <text x={-size / 2} y={16} textAnchor="middle" transform="rotate(-90)">
          measured →
        </text>
      </svg>
      <figcaption>
        Each dot is one prediction, placed on its own scale. On the line, guess and measurement agree.
      </figcaption>
    </figure>
  )
}

interface Point {
  readonly key: number
  readonly said: number
  readonly measured: number
}

function placeOf({ lesson: id, guess, answer, at, model, own }: Attempt): Point | null {
  const prediction = lessonOf(id).prediction({ name: model, input: '', fed: true, own })
  const { axis } = prediction
  if (axis === undefined || guess === null || answer?.kind !== 'number') return null
  const said =
    guess.kind === 'number' ? guess.value : guess.kind === 'choice' ? optionOf(prediction, guess.option)?.at : undefined
  return said === undefined
    ? null
    : { key: at, said: placeOn(axis as Axis, said), measured: placeOn(axis, answer.value) }
}

function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  return (
    <table className={styles.attempts}>
      <thead>
        <tr>
          <th scope="col">Lesson</th>
          <th scope="col">Model</th>
          <th scope="col">You said</th>
          <th scope="col">Measured</th>
        </tr>
      </thead>
      <tbody>
        {attempts.toReversed().map((attempt) => {
          const { title, prediction } = lessonOf(attempt.lesson)
          const asked = prediction({ name: attempt.model, input: '', fed: true, own: attempt.own })
          return (
            <tr key={attempt.at}>
              <th scope="row">
                {title}
                {attempt.part === 'first' ? '' : attempt.part === 'try' ? ' (tried differently)' : ' (another model)'}
              </th>
              <td>{attempt.model}</td>
              <td>{attempt.guess === null ? '–' : labelOf(asked, attempt.guess)}</td>
              <td>{attempt.headline}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
