import { useEffect, useRef, useState } from 'react'
import type { FileRef } from '../../base/plan.ts'
import { pictureOf } from '../../store/index.ts'
import styles from './Input.module.css'

/** px of the screen, for displays with two pixels for each. */
const height = 48

/** A small picture of a file beside its name; nothing for a file that is no picture. */
export function Thumbnail({ file: { drop, path } }: { readonly file: FileRef }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drawable, setDrawable] = useState(true)
  useEffect(() => {
    const controller = new AbortController()
    void pictureOf({ drop, path }, height, controller.signal).then((picture) => {
      const { current } = canvas
      if (picture === null) {
        if (!controller.signal.aborted) setDrawable(false)
      } else if (current !== null) {
        // The canvas would stretch the picture to its own size.
        Object.assign(current, { width: picture.width, height: picture.height })
        current.getContext('bitmaprenderer')?.transferFromImageBitmap(picture)
      }
    })
    return () => controller.abort()
  }, [drop, path])
  if (!drawable) return null
  return (
    <span aria-hidden="true">
      <canvas ref={canvas} className={styles.thumbnail} />
    </span>
  )
}
