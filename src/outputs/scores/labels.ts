import { formatCount } from '../../base/format.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { OutputContext } from '../contract.ts'
import { type Rows, rowsOf } from '../rows.ts'

export interface ClassNames {
  readonly source: string
  /** What had to be assumed to make the names fit; empty when they simply fit. */
  readonly note: string
  of(row: number, index: number): string
}

const backgroundName = /^(background|__background__|dummy|none|n\/a|unlabell?ed|unknown|\?+)$/i

/** Names for the classes of an output: a string output beside it first, then the names found in the drop. `null`: none fit. */
export function classNames(rows: Rows, context: OutputContext): ClassNames | null {
  return fromStringOutput(rows, context) ?? fromMetadata(rows, context)
}

function fromStringOutput({ batch, width }: Rows, context: OutputContext): ClassNames | null {
  for (const { name, value } of context.all) {
    const strings = stringsOf(value)
    if (strings === null || value.shape.at(-1) !== width) continue
    if (strings.length !== width && strings.length !== batch * width) continue
    const perRow = strings.length === batch * width
    return {
      source: `output ${name}`,
      note: '',
      of: (row, index) => strings[perRow ? row * width + index : index] ?? `class ${index}`,
    }
  }
  return null
}

function fromMetadata({ width }: Rows, { metadata }: OutputContext): ClassNames | null {
  const { labels } = metadata
  if (labels === null) return null
  const source = metadata.labelsSource ?? 'the model’s metadata'
  const of = (names: readonly string[]) => (_row: number, index: number) => names[index] ?? `class ${index}`
  if (labels.length === width) return { source, note: '', of: of(labels) }
  if (labels.length === width - 1) {
    return {
      source,
      note: `The output has one class more than ${source} has names (${width} and ${labels.length}): class 0 is taken as the background.`,
      of: of(['background', ...labels]),
    }
  }
  if (labels.length === width + 1 && backgroundName.test(labels[0] ?? '')) {
    return {
      source,
      note: `${source} has one name more than the output has classes (${labels.length} and ${width}): its first, “${labels[0]}”, is left out.`,
      of: of(labels.slice(1)),
    }
  }
  return null
}

/** Says that names were found but fit no output; empty when there are none, or when they fit another output. */
export function unusedNames({ width }: Rows, context: OutputContext): string {
  const { labels, labelsSource } = context.metadata
  if (labels === null) return ''
  const fitsOther = context.all.some(({ value }) => {
    const rows = rowsOf(value.shape)
    return rows !== null && fromMetadata(rows, context) !== null
  })
  if (fitsOther) return ''
  return `${labelsSource ?? 'The metadata'} has ${formatCount(labels.length, 'name')}, the output ${formatCount(width, 'class', 'classes')}: the names are not used.`
}

function stringsOf(value: TensorValue): readonly string[] | null {
  return value.dtype === 'string' ? (value.data as readonly string[]) : null
}
