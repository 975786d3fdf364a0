import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './Note.module.css'

export interface NoteProps {
  readonly tone?: 'info' | 'warn' | 'bad'
  readonly children: ReactNode
  /** Buttons that fix the problem. */
  readonly actions?: ReactNode | undefined
}

const marks = { info: 'i', warn: '△', bad: '✕' } as const
const spoken = { info: 'Note: ', warn: 'Warning: ', bad: 'Error: ' } as const

export function Note({ tone = 'warn', children, actions }: NoteProps) {
  return (
    <div className={classNames(styles.note, styles[tone])}>
      <span aria-hidden="true">{marks[tone]}</span>
      <div className={styles.text}>
        <span className="hidden-text">{spoken[tone]}</span>
        {children}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
