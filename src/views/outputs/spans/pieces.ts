import type { Span } from '../../../base/readings/spans.ts'

/** A part of a text, marked or not. */
export interface TextPiece {
  /** Position in the text. */
  readonly at: number
  readonly text: string
  readonly span: Span | null
}

/** A text in pieces, of which some are marked; of overlapping spans the first counts. */
export function pieces(text: string, spans: readonly Span[]): readonly TextPiece[] {
  const found: TextPiece[] = []
  let at = 0
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < at || span.end > text.length || span.end <= span.start) continue
    if (span.start > at) found.push({ at, text: text.slice(at, span.start), span: null })
    found.push({ at: span.start, text: text.slice(span.start, span.end), span })
    at = span.end
  }
  if (at < text.length) found.push({ at, text: text.slice(at), span: null })
  return found
}
