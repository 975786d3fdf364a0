import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef } from 'react'
import { noteName } from '../../../base/notes.ts'
import { frameAt, type Series } from '../../../base/readings/series.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Waveform } from '../../../ui/Waveform.tsx'
import { blackKeysPath, marksFor, notesPath, pitchPath, rangeOf, timeText } from './paths.ts'
import styles from './SeriesView.module.css'
import { Strip } from './Strip.tsx'
import type { Player } from './use-player.ts'

export interface TimelineProps {
  readonly data: Series
  readonly player: Player
  /** What is heard at the cursor, in words. */
  readonly heard: string
}

/** Share of the time behind which a mark would leave the plot. */
const nearEnd = 0.97

/** The loudness, the classes or pitches, and the time below them; one cursor for all, moved like a slider. */
export function Timeline({ data, player, heard }: TimelineProps) {
  const { time, seek, toggle } = player
  const plot = useRef<HTMLDivElement>(null)
  const share = data.end > 0 ? time / data.end : 0
  const point = ({ buttons, clientX, type }: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect()
    if (box === undefined || (type === 'pointermove' && buttons !== 1)) return
    seek(((clientX - box.left) / box.width) * data.end)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = event.key === ' ' ? time : timeFor(event.key, data, time)
    if (wanted === null) return
    event.preventDefault()
    if (event.key === ' ') toggle()
    else seek(wanted)
  }
  return (
    <div
      className={styles.timeline}
      role="slider"
      tabIndex={0}
      aria-label="Time in the sound"
      aria-valuemin={0}
      aria-valuemax={data.end}
      aria-valuenow={time}
      aria-valuetext={heard}
      aria-keyshortcuts="Space"
      onKeyDown={onKeyDown}
    >
      {data.sound === null ? null : (
        <>
          <span className={styles.label}>Loudness</span>
          <div className={styles.loudness}>
            <Waveform envelope={data.sound.envelope} played={share} />
          </div>
        </>
      )}
      {data.shows === 'classes' ? <Classes data={data} /> : <Pitches data={data} />}
      <span />
      <div className={styles.axis}>
        {marksFor(data.end).map((mark) => (
          <span
            key={mark}
            className={classNames('num', mark / data.end > nearEnd && styles.last)}
            style={{ left: `${(mark / data.end) * 100}%` }}
          >
            {timeText(mark)}
          </span>
        ))}
      </div>
      <div ref={plot} className={styles.cursorPlace} onPointerDown={point} onPointerMove={point}>
        <div className={styles.cursor} style={{ left: `${share * 100}%` }} />
      </div>
    </div>
  )
}

/** Frames of notes and pitches are too short to go through one by one, s. */
const leastMove = 0.1

/** Where a key moves the cursor, s; `null` for other keys. */
function timeFor(key: string, data: Series, time: number): number | null {
  const frame = frameAt(data, time)
  switch (key) {
    case 'ArrowRight':
      return data.step < leastMove ? time + leastMove : (data.times[frame + 1] ?? time)
    case 'ArrowLeft':
      return data.step < leastMove ? time - leastMove : (data.times[frame - 1] ?? 0)
    case 'Home':
      return 0
    case 'End':
      return data.times.at(-1) ?? 0
    default:
      return null
  }
}

function Classes({ data }: { readonly data: Series }) {
  return data.channels.map(({ label, index }, channel) => (
    <Row key={index} label={label}>
      <Strip data={data} channel={channel} />
    </Row>
  ))
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <span className={styles.label} title={label}>
        {label}
      </span>
      {children}
    </>
  )
}

/** A curve of pitches, or a piano roll. */
function Pitches({ data }: { readonly data: Series }) {
  const range = useMemo(() => rangeOf(data), [data])
  const [low, high] = range
  const path = useMemo(() => (data.shows === 'notes' ? notesPath(data) : pitchPath(data)), [data])
  const octaves = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((midi) => midi % 12 === 0)
  return (
    <>
      <div className={styles.keys}>
        {octaves.map((midi) => (
          <span key={midi} style={{ bottom: `${((midi - low + 0.5) / (high - low + 1)) * 100}%` }}>
            {noteName(midi)}
          </span>
        ))}
      </div>
      <svg
        className={styles.pitches}
        viewBox={`0 ${-high - 0.5} ${data.end} ${high - low + 1}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className={styles.blackKeys} d={blackKeysPath(range, data.end)} />
        <path className={data.shows === 'notes' ? styles.notes : styles.curve} d={path} />
      </svg>
    </>
  )
}
