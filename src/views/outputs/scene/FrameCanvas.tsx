import { useEffect, useRef } from 'react'
import type { Rectangle } from '../../../base/geometry.ts'
import type { LivePicture } from '../../../live/contract.ts'
import styles from './Scene.module.css'
import { placeOf } from './view-box.ts'

export interface FrameCanvasProps {
  readonly picture: LivePicture
  readonly part: Rectangle
  readonly view: Rectangle
  readonly mirrored: boolean
}

/** A frame of a live source. It is drawn in the same turn as what lies over it. */
export function FrameCanvas({ picture, part, view, mirrored }: FrameCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false })
    if (context == null) return
    const { image, pixels, width, height } = picture
    if (pixels == null) context.drawImage(image, 0, 0, width, height)
    else context.putImageData(new ImageData(pixels, width, height), 0, 0)
  }, [picture])
  const mirror = mirrored ? { transform: 'scaleX(-1)' } : {}
  return (
    <div className={styles.ground} style={mirrored ? placeOf(mirroredIn(part, view), view) : placeOf(part, view)}>
      <canvas ref={canvas} width={picture.width} height={picture.height} style={mirror} />
    </div>
  )
}

/** The part mirrored horizontally within the view. */
function mirroredIn(part: Rectangle, view: Rectangle): Rectangle {
  return { ...part, x: 2 * view.x + view.width - part.x - part.width }
}
