import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './ScrollArea.module.css'

export interface ScrollAreaProps {
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A part that scrolls by itself; focusable, so that the arrow keys scroll it. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
    <section className={classNames(styles.area, className)} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
