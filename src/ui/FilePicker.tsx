import type { ReactNode } from 'react'
import buttons from './Button.module.css'
import { classNames } from './class-names.ts'
import styles from './FilePicker.module.css'

export interface FilePickerProps {
  readonly children: ReactNode
  /** Picks a whole folder instead of files. */
  readonly folder?: boolean
  readonly look?: 'plain' | 'primary' | 'link'
  /** Called synchronously; the list is read before the next pick. */
  readonly onPick: (files: FileList) => void
  readonly testId?: string | undefined
  /** Kinds of files that the picker offers first: `video/*`. */
  readonly accept?: string
}

/** A file input that looks like a button. The input takes the focus; its label draws the ring. */
export function FilePicker({ children, folder = false, look = 'plain', onPick, testId, accept }: FilePickerProps) {
  return (
    <label className={classNames(buttons.button, buttons[look], styles.picker)}>
      <input
        type="file"
        multiple
        className="hidden-text"
        data-testid={testId}
        accept={accept}
        {...(folder ? { webkitdirectory: '' } : {})}
        onClick={(event) => {
          // Otherwise, picking the same file again would fire no change event.
          event.currentTarget.value = ''
        }}
        onChange={(event) => {
          const { files } = event.currentTarget
          if (files !== null && (folder || files.length > 0)) onPick(files)
        }}
      />
      {children}
    </label>
  )
}
