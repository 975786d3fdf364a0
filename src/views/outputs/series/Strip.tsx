import { useEffect, useMemo, useRef } from 'react'
import type { Series } from '../../../base/readings/series.ts'
import { useStore } from '../../../store/index.ts'
import { useMedia } from '../../../ui/use-media.ts'
import { stripOf } from './paths.ts'
import styles from './SeriesView.module.css'

/** The scores of one class over time: the stronger, the higher. Its colour is that of the text, so it follows the theme. */
export function Strip({ data, channel }: { readonly data: Series; readonly channel: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const strip = useMemo(() => stripOf(data, channel), [data, channel])
  const theme = useStore((state) => state.page.theme)
  const isDark = useMedia('(prefers-color-scheme: dark)')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colour that is read
  useEffect(() => {
    const { current } = canvas
    const context = current?.getContext('2d')
    if (!(current && context)) return
    context.clearRect(0, 0, strip.length, 1)
    context.fillStyle = getComputedStyle(current).color
    for (const [column, value] of strip.entries()) {
      context.globalAlpha = Math.max(0, Math.min(1, value))
      context.fillRect(column, 0, 1, 1)
    }
  }, [strip, theme, isDark])
  return <canvas ref={canvas} className={styles.strip} width={strip.length} height={1} />
}
