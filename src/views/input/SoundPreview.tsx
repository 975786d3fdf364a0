import { useEffect, useRef } from 'react'
import type { SoundInput, Spectrogram } from '../../base/sound.ts'
import { useStore } from '../../store/index.ts'
import { useMedia } from '../../ui/use-media.ts'
import { Waveform } from '../../ui/Waveform.tsx'
import styles from './SoundPreview.module.css'

export interface SoundPreviewProps {
  readonly sound: SoundInput
  readonly name: string
  /** An object URL of the file; `null` until it has been read. */
  readonly url: string | null
}

/** The sound of a file: its loudness, its frequencies, and a player. */
export function SoundPreview({ sound, name, url }: SoundPreviewProps) {
  const { timing, seconds, envelope, spectrogram } = sound
  const { windows, window, rate } = timing
  const each = `${Number((window / rate).toFixed(3))} s`
  return (
    <figure className={styles.sound}>
      <div className={styles.loudness}>
        <Waveform envelope={envelope} label={`Loudness of ${name} over ${seconds.toFixed(2)} s`} />
      </div>
      <Frequencies spectrogram={spectrogram} />
      <figcaption className={styles.caption}>
        <span>{name}</span>
        <span>
          {spectrogram.isInput ? 'what the model hears: ' : ''}
          <span className="num">
            {windows} × {each}
          </span>{' '}
          at <span className="num">{rate / 1000} kHz</span>
        </span>
      </figcaption>
      {url === null ? null : (
        // biome-ignore lint/a11y/useMediaCaption: a sound of the person; there are no captions
        <audio className={styles.player} controls src={url} aria-label={`Play ${name}`} />
      )}
    </figure>
  )
}

/** Drawn in the colour of the text, so that it follows the theme. */
function Frequencies({ spectrogram }: { readonly spectrogram: Spectrogram }) {
  const { columns, bins, levels, isInput } = spectrogram
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useStore((state) => state.page.theme)
  const isDark = useMedia('(prefers-color-scheme: dark)')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colour that is read
  useEffect(() => {
    const { current } = canvas
    const context = current?.getContext('2d')
    if (!(current && context)) return
    const image = new ImageData(columns, bins)
    for (const [i, level] of levels.entries()) image.data[i * 4 + 3] = level
    context.putImageData(image, 0, 0)
    // The colour replaces that of the image, whose opacity stays.
    context.globalCompositeOperation = 'source-in'
    context.fillStyle = getComputedStyle(current).color
    context.fillRect(0, 0, columns, bins)
  }, [columns, bins, levels, theme, isDark])
  return (
    <canvas
      ref={canvas}
      className={styles.frequencies}
      width={columns}
      height={bins}
      role="img"
      aria-label={`Spectrogram${isInput ? ', as the model takes it' : ''}: time from left to right, low frequencies at the bottom`}
    />
  )
}
