import { useMemo } from 'react'
import styles from './Waveform.module.css'

export interface WaveformProps {
  /** The lowest and highest sample of equal parts, in turn, −1…1. */
  readonly envelope: Float32Array
  /** The share before the cursor, which is drawn stronger; omitted, all of it is. */
  readonly played?: number
  /** A description in words; omitted if another element says the same. */
  readonly label?: string
}

/** The loudness of a sound over time, as high as its loudest moment. */
export function Waveform({ envelope, played = 1, label }: WaveformProps) {
  const path = useMemo(() => pathOf(envelope), [envelope])
  const parts = envelope.length / 2
  return (
    <svg
      className={styles.waveform}
      viewBox={`0 -1 ${Math.max(1, parts)} 2`}
      preserveAspectRatio="none"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {played < 1 ? <path className={styles.pale} d={path} /> : null}
      <path className={styles.strong} d={path} style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }} />
    </svg>
  )
}

/** Half the height of silence, so that a line remains. */
const least = 0.01

function pathOf(envelope: Float32Array): string {
  const loudest = envelope.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  const parts = envelope.length / 2
  const bars: string[] = []
  for (let part = 0; part < parts; part++) {
    const low = Math.min((envelope[2 * part] as number) / loudest, -least)
    const high = Math.max((envelope[2 * part + 1] as number) / loudest, least)
    bars.push(`M${part} ${(-high).toFixed(3)}h1V${(-low).toFixed(3)}h-1z`)
  }
  return bars.join('')
}
