import { useMemo } from 'react'
import { type ImageReading, rgbaOf } from '../../../base/picture.ts'
import type { TensorValue } from '../../../base/tensor.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import styles from './ContactSheet.module.css'

interface ContactSheetProps {
  readonly value: TensorValue
  readonly data: ImageReading
  readonly range: readonly [number, number]
  readonly current: number
  readonly onPick: (index: number) => void
}

/** Pictures drawn beside each other, and their size together in pixels; more would block the page. */
const most = 36
const mostPixels = 4_000_000

/** All pictures of a small batch at once; pressing one chooses it. */
export function ContactSheet({ value, data, range, current, onPick }: ContactSheetProps) {
  const { count, width, height } = data
  const shown = count > most || count * width * height > mostPixels ? 0 : count
  const pictures = useMemo(
    () => Array.from({ length: shown }, (_, index) => rgbaOf(value, data, range, index)),
    [value, data, range, shown],
  )
  if (shown < 2) return null
  return (
    <ul className={styles.sheet} aria-label="Pictures of the batch">
      {pictures.map((picture, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures are identified by position
        <li key={index}>
          <button type="button" className={styles.pick} aria-pressed={index === current} onClick={() => onPick(index)}>
            <PictureCanvas {...picture} pixelated={width < small} label={`Picture ${index}`} />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** px; below this, pixels are shown as squares. */
const small = 64
