import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'disabled'> {
  readonly look?: 'plain' | 'primary' | 'link' | 'quiet'
  /** Why it cannot be pressed now; the button stays focusable, so that the reason can be reached. */
  readonly blocked?: boolean
  readonly testId?: string | undefined
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', blocked = false, testId, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles[look], className)}
      aria-disabled={blocked || undefined}
      data-testid={testId}
      onClick={(event) => {
        if (!blocked) onClick?.(event)
      }}
      {...rest}
    />
  )
}
