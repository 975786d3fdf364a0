import { Component, type ReactNode } from 'react'
import { messageOf } from '../base/errors.ts'
import { Button } from './Button.tsx'
import { Note } from './Note.tsx'

export interface BoundaryProps {
  /** What is lost if rendering fails, as the start of a sentence: `The view of probs`. */
  readonly subject: string
  readonly children: ReactNode
}

interface BoundaryState {
  readonly message: string | null
}

/** Confines a rendering failure to one part of the page. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { message: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { message: messageOf(error) }
  }

  override render() {
    const { message } = this.state
    if (message === null) return this.props.children
    const again = <Button onClick={() => this.setState({ message: null })}>Try again</Button>
    return (
      <Note tone="bad" actions={again}>
        {this.props.subject} could not be drawn: {message}
      </Note>
    )
  }
}
