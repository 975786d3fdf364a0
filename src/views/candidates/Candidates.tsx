import { useId } from 'react'
import { formatNumber, formatPercent } from '../../base/format.ts'
import { answerText } from '../../base/headline.ts'
import type { RunResult } from '../../base/run.ts'
import {
  cancel,
  chooseCandidate,
  closeCandidates,
  guessOf,
  type RunEntry,
  type State,
  tryCandidates,
  useStore,
} from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Note.tsx'
import styles from './Candidates.module.css'

export interface CandidatesProps {
  readonly entry: RunEntry
  readonly result: RunResult
}

/** Says at the result what about its input is a guess, and compares the ways to prepare it. */
export function Candidates({ entry, result }: CandidatesProps) {
  const guess = guessOf(result)
  const listed = useStore((state) => {
    const { candidates } = state.run
    return candidates?.inputSet === entry.inputSet && candidates.session === state.model.loaded?.session
      ? candidates
      : null
  })
  const running = useStore((state) => state.run.running)
  if (listed !== null) return <Compared listed={listed} busy={running} />
  if (guess === null) return null
  return (
    <div className={styles.guess} data-testid="guess">
      <Note
        actions={
          guess.candidates.length < 2 ? undefined : (
            <Button blocked={running} onClick={tryCandidates} testId="try-candidates">
              Compare {guess.candidates.length} ways
            </Button>
          )
        }
      >
        <strong>{guess.title}</strong>: {guess.reason}.
      </Note>
    </div>
  )
}

type Listed = NonNullable<State['run']['candidates']>
type Tried = Listed['tried'][number]

/** One line per way, with its answer and how decided it is. */
function Compared({ listed, busy }: { readonly listed: Listed; readonly busy: boolean }) {
  const title = useId()
  const { tried, phase, subject, columns } = listed
  // An answer other than a class, such as a number, says nothing about how decided the model is.
  const hasScores = tried.every(({ row }) => row === null || row.headline?.kind === 'score')
  const done = tried.filter(({ row, error }) => row !== null || error !== null).length
  return (
    <section className={styles.compared} aria-labelledby={title} data-testid="candidates" data-state={phase}>
      <div className={styles.head}>
        <h3 id={title}>Ways to prepare the {subject}</h3>
        {phase === 'running' ? (
          <>
            <span className={styles.count}>
              {done} of {tried.length}
            </span>
            <Button onClick={cancel}>Cancel</Button>
          </>
        ) : (
          <Button look="link" onClick={closeCandidates}>
            Close
          </Button>
        )}
      </div>
      <p className={styles.about}>
        {tried.some((one) => shareOf(one) !== null)
          ? 'A model fed in the right way is usually the most decided. '
          : null}
        Choose the answer that is right; it is kept with your settings.
      </p>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns[0]}</th>
              <th scope="col">{columns[1]}</th>
              <th scope="col">{columns[2]}</th>
              <th scope="col" hidden={!hasScores}>
                Decided
              </th>
              <th scope="col">
                <span className="hidden-text">Choose</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tried.map((one) => (
              <Line key={one.candidate.id} tried={one} hasScores={hasScores} busy={busy} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface LineProps {
  readonly tried: Tried
  readonly hasScores: boolean
  readonly busy: boolean
}

function Line({ tried, hasScores, busy }: LineProps) {
  const { candidate, row, error } = tried
  const { way, details, current } = candidate
  const share = shareOf(tried)
  return (
    <tr aria-current={current ? 'true' : undefined} data-candidate={candidate.id}>
      <th scope="row">{way}</th>
      <td>{details}</td>
      <td className={error === null ? styles.answer : styles.failed}>
        {error === null ? (row === null ? '…' : answerOf(tried)) : error.message}
      </td>
      <td className={styles.decided} hidden={!hasScores}>
        {share === null ? null : (
          <span className={styles.bar} aria-hidden="true">
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
        )}
        <span className="num">{scoreText(tried, share)}</span>
      </td>
      <td>
        <Button
          look="link"
          aria-pressed={current}
          blocked={busy || current || row === null}
          aria-label={`Use ${way}, ${details}`}
          onClick={() => chooseCandidate(candidate.id)}
        >
          {current ? 'In use' : 'Use'}
        </Button>
      </td>
    </tr>
  )
}

/** The answer without its score, which has a column of its own. */
function answerOf({ row }: Tried): string {
  const headline = row?.headline ?? null
  if (headline === null) return ''
  return headline.kind === 'score' ? headline.label : answerText(headline)
}

/** The share of the best class, 0…1; `null` for other answers. */
function shareOf({ row }: Tried): number | null {
  const headline = row?.headline
  return headline?.kind === 'score' && headline.value >= 0 && headline.value <= 1 ? headline.value : null
}

/** The score of the best class; empty for other answers. */
function scoreText({ row }: Tried, share: number | null): string {
  if (share !== null) return formatPercent(share)
  return row?.headline?.kind === 'score' ? formatNumber(row.headline.value) : ''
}
