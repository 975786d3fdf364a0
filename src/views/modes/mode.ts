import type { ComponentType } from 'react'

/** A way to look at the loaded model, its inputs and its results, which all modes share. */
export interface Mode {
  /** In the address (`?mode=`) and the test id (`mode-<id>`). */
  readonly id: string
  /** In the header and the title of the tab. */
  readonly label: string
  /** What fills the page below the rail or the subject line. Except for the first mode's, a chunk of its own. */
  readonly Screen: ComponentType
  /** Fetches what the screen needs later; called once the page has been idle. */
  readonly prefetch?: () => void
  /** Above the screen: the stages of the run, or one line that says which model, backend and answer it is about. */
  readonly head: 'rail' | 'subject'
  /** True if the start page takes the place of the screen until a model is loaded. */
  readonly needsModel: boolean
}
