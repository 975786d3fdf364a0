import { cut, formatFigure, formatPercent } from './format.ts'
import { countOf } from './plural.ts'
import { readingRow } from './readings/index.ts'
import type { OutputResult, RunResult } from './run.ts'
import type { Headline } from './stage-facts.ts'
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
  return readingRow(interpretation).headline(interpretation.data, output)
}

/** As text: `tabby cat 91 %`, `9.217`, `3 people, 1 dog`, `48 × 48 picture`, `[1, 192]`; empty without a headline. */
export function headlineText(headline: Headline | null | undefined): string {
  switch (headline?.kind) {
    case undefined:
      return ''
    case 'score': {
      const { label, value } = headline
      const inUnit = value >= 0 && value <= 1
      // `7 100 %` would read as one number.
      const gap = /\d$/.test(label) ? ': ' : ' '
      return `${cut(label)}${gap}${inUnit ? formatPercent(value) : formatFigure(value)}`
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
    case 'tensor':
      return formatShape(headline.shape)
  }
}
