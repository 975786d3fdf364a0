import { cut, formatFigure, formatPercent } from './format.ts'
import { countOf } from './plural.ts'
import { readingRow } from './readings/index.ts'
import type { OutputResult, RunResult } from './run.ts'
import type { Answer, Headline } from './stage-facts.ts'
import { formatShape } from './tensor.ts'

interface HeadlineOf {
  readonly groups: RunResult['groups']
  readonly outputs: readonly Pick<OutputResult, 'name' | 'shape' | 'value'>[]
}

/** A summary of a result, from the shown reading of its best group; `null` without outputs. */
export function headlineOf({ groups, outputs }: HeadlineOf): Headline | null {
  const [group] = groups
  const output = outputs.find(({ name }) => name === group?.shown.uses[0])
  if (group === undefined || output === undefined) return null
  const { interpretation } = group.shown
  const row = readingRow(interpretation)
  const answer = row.headline(interpretation.data, output)
  const batch = row.batch?.(interpretation.data) ?? 1
  return batch > 1 ? { ...answer, batch } : answer
}

/**
 * As text: `tabby cat 91 %`, `9.217`, `3 people, 1 dog`, `48 × 48 picture`, `[1, 192]`; of a batch `9.217 (first of 8)`,
 * `3 people in 8 pictures`; empty without a headline.
 */
export function headlineText(headline: Headline | null | undefined): string {
  if (headline === null || headline === undefined) return ''
  const text = answerText(headline)
  const { batch = 1 } = headline
  if (batch === 1) return text
  if (headline.kind === 'found') return `${text} in ${batch} pictures`
  if (headline.kind === 'lost') return text
  if (headline.kind === 'image') return `${batch} pictures of ${headline.width} × ${headline.height}`
  return `${text} (first of ${batch})`
}

/** The answer alone, which in a batch is that of the first element. */
export function answerText(headline: Answer): string {
  switch (headline.kind) {
    case 'score': {
      const { label, value, undecided = false } = headline
      const inUnit = value >= 0 && value <= 1
      // `7 100 %` would read as one number.
      const gap = /\d$/.test(label) ? ': ' : ' '
      const text = `${cut(label)}${gap}${inUnit ? formatPercent(value) : formatFigure(value)}`
      return undecided ? `undecided, ${text} at most` : text
    }
    case 'numbers': {
      const shown = headline.values.map((number) => formatFigure(number))
      return shown.join(', ') + (headline.count > shown.length ? ' …' : '')
    }
    case 'found': {
      const { things, more, above } = headline
      if (things.length === 0) return `nothing above ${formatFigure(above)}`
      return things.map(({ label, count }) => countOf(cut(label), count)).join(', ') + (more ? ' …' : '')
    }
    case 'covered': {
      const { things, more } = headline
      if (things.length === 0) return 'all background'
      return things.map(({ label, share }) => `${cut(label)} ${formatPercent(share)}`).join(', ') + (more ? ' …' : '')
    }
    case 'vector':
      return `vector of ${headline.width}, length ${formatFigure(headline.length, 3)}`
    case 'image':
      return `${headline.width} × ${headline.height} picture`
    case 'text':
      return headline.text
    case 'lost':
      return 'no finite value'
    case 'tensor':
      return formatShape(headline.shape)
  }
}
