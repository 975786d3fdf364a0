import { useMemo, useState } from 'react'
import { formatCount } from '../../../base/format.ts'
import { midiOf, noteName } from '../../../base/notes.ts'
import { own } from '../../../base/own.ts'
import { frameAt, isLost, rankedAt, type Series, spansOf, valueAt } from '../../../base/readings/series.ts'
import type { TimeSpan } from '../../../base/spans.ts'
import { shownEntry, sourceKey, useStore } from '../../../store/index.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { PickList } from '../scene/PickList.tsx'
import parts from '../scene/parts.module.css'
import { formatScore } from '../scores/format-score.ts'
import type { OutputViewProps } from '../view.ts'
import { timeText } from './paths.ts'
import styles from './SeriesView.module.css'
import { Timeline } from './Timeline.tsx'
import { type Player, usePlayer } from './use-player.ts'

/** What a model hears at each moment: one time axis, a player, and the same in words. */
export function SeriesView({ data }: OutputViewProps<'series'>) {
  const url = useOriginal(data.sound?.input ?? null)
  const isLive = useStore(({ live }) => live.source !== null)
  const stored = usePlayer(url, data.end)
  const player = isLive ? { ...stored, time: newestTime(data) } : stored
  const spans = useMemo(() => spansOf(data), [data])
  if (data.times.length === 0) return <p data-view="series">The sound is too short for a single window.</p>
  const here = heardAt(data, player.time)
  return (
    <div data-view="series" className={styles.series}>
      <Timeline data={data} player={player} heard={wordsFor(player.time, here)} />
      <div className={styles.beside}>
        {isLive ? <p className="muted">the last {data.end.toFixed(2)} s</p> : <PlayerBar data={data} player={player} />}
        <Now time={player.time} heard={here} />
      </div>
      <p className={parts.bar}>
        <span role="status">{summaryOf(data, spans)}</span>
      </p>
      {spans.length === 0 ? null : <Spans data={data} spans={spans} player={player} />}
      {data.note === '' ? null : <p className={parts.note}>{data.note}</p>}
      <p className={parts.note} hidden={isLive}>
        Arrow keys move by {data.step < 0.1 ? '0.1 s' : 'one window'}, Space plays, Home and End go to the ends.
      </p>
    </div>
  )
}

/** A moment within the last step. */
function newestTime({ times, step }: Series): number {
  return (times.at(-1) ?? 0) + step / 2
}

/** The object URL of the file that the shown run was made with; `null` for a live source. */
function useOriginal(input: string | null): string | null {
  const from = useStore((state) => {
    if (state.live.source !== null) return null
    return shownEntry(state)?.result?.settings.inputs.find(({ name }) => name === input)?.from ?? null
  })
  return useStore((state) => (from === null ? null : (own(state.input.originals, sourceKey(from)) ?? null)))
}

interface PlayerBarProps {
  readonly data: Series
  readonly player: Player
}

function PlayerBar({ data, player }: PlayerBarProps) {
  const { time, isPlaying, isSilent, toggle } = player
  return (
    <p className={styles.player}>
      {isSilent ? null : (
        <Button look="primary" onClick={toggle}>
          {isPlaying ? 'Pause' : 'Play'}
        </Button>
      )}
      <span>
        <span className="num">{time.toFixed(2)} s</span> <span className="muted num">of {data.end.toFixed(2)} s</span>
      </span>
      {isSilent && data.sound !== null ? <span className="muted">The browser cannot play this file.</span> : null}
    </p>
  )
}

/** Something heard at a moment, with its score or confidence. */
interface Heard {
  readonly label: string
  readonly score: number
}

/** Classes shown beside the cursor. */
const mostHeard = 5

function heardAt(data: Series, time: number): readonly Heard[] {
  const frame = frameAt(data, time)
  if (data.shows === 'notes')
    return data.notes
      .filter(({ start, end }) => start <= time && time < end)
      .map(({ midi, score }) => ({ label: noteName(midi), score }))
  if (data.shows === 'pitch') {
    const hertz = valueAt(data, 0, frame)
    const score = data.confidence[frame] ?? 0
    return hertz > 0 ? [{ label: `${noteName(midiOf(hertz))}, ${hertz.toFixed(1)} Hz`, score }] : []
  }
  return rankedAt(data, frame)
    .slice(0, mostHeard)
    .map(({ channel, score }) => ({ label: data.channels[channel]?.label ?? '', score }))
}

function wordsFor(time: number, heard: readonly Heard[]): string {
  const what = heard.map(({ label, score }) => `${label} ${formatScore(score)}`).join(', ')
  return `${time.toFixed(2)} s: ${what === '' ? 'nothing' : what}`
}

/** The table that follows the cursor. */
function Now({ time, heard }: { readonly time: number; readonly heard: readonly Heard[] }) {
  return (
    <table className={styles.now}>
      <thead>
        <tr>
          <th scope="col">
            At <span className="num">{time.toFixed(2)} s</span>
          </th>
          <th scope="col" className={parts.right}>
            Score
          </th>
        </tr>
      </thead>
      <tbody>
        {heard.length === 0 ? (
          <tr>
            <td colSpan={2} className="muted">
              nothing
            </td>
          </tr>
        ) : (
          heard.map(({ label, score }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two classes may have one name, and two notes one pitch
            <tr key={place}>
              <td>{label}</td>
              <td className={`num ${parts.right}`}>{formatScore(score)}</td>
            </tr>
          ))
        )}
      </tbody>
    </table>
  )
}

interface SpansProps {
  readonly data: Series
  readonly spans: readonly TimeSpan[]
  readonly player: Player
}

/** Everything that was heard, in the order of time. The row at the cursor is marked; a click goes to its beginning. */
function Spans({ data, spans, player }: SpansProps) {
  const { time, seek } = player
  const [picked, setPicked] = useState<number | null>(null)
  const playing = spans.findIndex(({ start, end }) => start <= time && time < end)
  const at = picked ?? playing
  const titles = { classes: 'Class', pitch: 'Pitch', notes: 'Note' }
  const length = ({ start, end }: TimeSpan): string => `${(end - start).toFixed(2)} s`
  return (
    <div className={styles.spans}>
      <PickList
        label="What was heard, in the order of time"
        titles={
          <>
            <span className={parts.right}>Start</span>
            <span>{titles[data.shows]}</span>
            <span className={parts.right}>Length</span>
            <span className={parts.right}>{data.shows === 'pitch' ? 'Confidence' : 'Score'}</span>
          </>
        }
        count={spans.length}
        current={at < 0 ? null : at}
        onCurrent={setPicked}
        onOpen={(row) => seek(spans[row]?.start ?? 0)}
        onClose={() => setPicked(null)}
        name={(row) => {
          const span = spans[row]
          if (span === undefined) return ''
          return `${span.label} at ${timeText(span.start)}, for ${length(span)}, score ${formatScore(span.score)}`
        }}
        row={(row) => {
          const span = spans[row]
          if (span === undefined) return null
          return (
            <>
              <span className={`num ${parts.right}`}>{span.start.toFixed(2)} s</span>
              <span className={styles.name}>{span.label}</span>
              <span className={`num ${parts.right}`}>{length(span)}</span>
              <span className={styles.score}>
                <Bar share={span.score} strong={row === at} />
                <span className="num">{formatScore(span.score)}</span>
              </span>
            </>
          )
        }}
      />
    </div>
  )
}

function summaryOf(data: Series, spans: readonly TimeSpan[]): string {
  if (isLost(data)) return 'No score is finite: the model gave only NaN or infinite values.'
  const { shows, threshold, total, channels, step } = data
  const above = threshold.toFixed(2)
  if (shows === 'notes')
    return spans.length === 0 ? `No notes above ${above}.` : `${formatCount(spans.length, 'note')} above ${above}.`
  if (shows === 'pitch')
    return spans.length === 0
      ? `No pitch with a confidence above ${above}.`
      : `${formatCount(spans.length, 'stretch', 'stretches')} with a confidence above ${above}.`
  const rows = channels.length < total ? `${channels.length} of ${total} classes, the greatest score first` : ''
  const labels =
    spans.length === 0
      ? `nothing above ${above}`
      : `${formatCount(spans.length, 'stretch', 'stretches')} above ${above}`
  return `${[rows, `a column for each ${(step * 1000).toFixed(0)} ms`, labels].filter(Boolean).join('; ')}.`
}
