import { useEffect, useRef } from 'react'
import styles from './PictureCanvas.module.css'

export interface PictureCanvasProps {
  readonly width: number
  readonly height: number
  /** RGBA bytes, row-major. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  /** Text alternative; empty if the surrounding text describes the picture. */
  readonly label: string
  /** Shows pixels as squares instead of blurring them. */
  readonly pixelated?: boolean
}

export function PictureCanvas({ width, height, rgba, label, pixelated = false }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (width > 0 && height > 0)
      canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  }, [width, height, rgba])
  return (
    <canvas
      ref={canvas}
      className={pixelated ? styles.pixelated : styles.smooth}
      style={{ aspectRatio: `${width} / ${height}` }}
      width={width}
      height={height}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  )
}
