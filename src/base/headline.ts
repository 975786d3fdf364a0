import { formatNumber, formatPercent } from './format.ts'
import type { Interpretation } from './interpretation.ts'
import { numberRow } from './number-row.ts'
import type { OutputResult, RunResult } from './run.ts'
import { scoresOfRow } from './scores.ts'
import type { Headline } from './stage-facts.ts'
import { formatShape } from './tensor.ts'

/** Numbers of a row that a headline holds. */
const mostNumbers = 3

/** Characters of a label or text that a headline shows. */
const longest = 40

interface HeadlineOf {
  readonly groups: RunResult['groups']
  readonly outputs: readonly Pick<OutputResult, 'name' | 'shape' | 'value'>[]
}

/** A result in a few figures, from the shown reading of its best group; `null` without outputs. */
export function headlineOf({ groups, outputs }: HeadlineOf): Headline | null {
  const [group] = groups
  const output = outputs.find(({ name }) => name === group?.shown.uses[0])
  if (group === undefined || output === undefined) return null
  return figuresOf(group.shown.interpretation, output)
}

function figuresOf(interpretation: Interpretation, { shape, value }: Pick<OutputResult, 'shape' | 'value'>): Headline {
  switch (interpretation.view) {
    case 'scores': {
      const [best] = scoresOfRow(interpretation.data, 0)
      return best === undefined ? { kind: 'tensor', shape } : { kind: 'score', label: best.label, value: best.value }
    }
    case 'numbers': {
      const row = numberRow(interpretation.data, value, 0)
      return { kind: 'numbers', values: row.slice(0, mostNumbers), count: row.length }
    }
    case 'image':
      return { kind: 'image', width: interpretation.data.width, height: interpretation.data.height }
    case 'text':
      return { kind: 'text', text: cut(interpretation.data.rows[0] ?? '') }
    default:
      return { kind: 'tensor', shape }
  }
}

/** In words: `tabby cat 91 %`, `9.217`, `48 × 48 picture`, `[1, 192]`; empty for no headline. */
export function headlineText(headline: Headline | null | undefined): string {
  switch (headline?.kind) {
    case undefined:
      return ''
    case 'score': {
      const { label, value } = headline
      const inUnit = value >= 0 && value <= 1
      return `${cut(label)} ${inUnit ? formatPercent(value) : formatNumber(value)}`
    }
    case 'numbers': {
      const shown = headline.values.map((number) => formatNumber(number))
      return shown.join(', ') + (headline.count > shown.length ? ' …' : '')
    }
    case 'image':
      return `${headline.width} × ${headline.height} picture`
    case 'text':
      return headline.text
    case 'tensor':
      return formatShape(headline.shape)
  }
}

function cut(text: string): string {
  const characters = [...text]
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
