import { formatCount } from '../base/format.ts'
import type { ModelMetadata } from '../base/model.ts'
import type { NamedOutput, ReadContext } from './contract.ts'
import { type Rows, rowsOf } from './rows.ts'
import { backgroundName } from './typed-names.ts'

export interface ClassNames {
  /** One per class, or one per class and row; see `Scores.names`. */
  readonly names: readonly string[]
  readonly source: string
  /** The string output with the names; `null` if they come from the model's files. */
  readonly output: string | null
  /** Assumption made to fit the names to the classes; empty if they fit as they are. */
  readonly note: string
}

/** Class names for an output: from a string output beside it, else from the model's files. `null` if none fit. */
export function classNames(rows: Rows, outputs: readonly NamedOutput[], metadata: ModelMetadata): ClassNames | null {
  return fromStringOutput(rows, outputs) ?? fromMetadata(rows, metadata)
}

function fromStringOutput({ batch, width }: Rows, outputs: readonly NamedOutput[]): ClassNames | null {
  for (const { name, value } of outputs) {
    if (value.dtype !== 'string' || value.shape.at(-1) !== width) continue
    const names = value.data as readonly string[]
    if (names.length !== width && names.length !== batch * width) continue
    return { names, source: `output ${name}`, output: name, note: '' }
  }
  return null
}

function fromMetadata({ width }: Rows, { labels, labelsSource }: ModelMetadata): ClassNames | null {
  if (labels === null) return null
  const source = labelsSource ?? 'the model’s metadata'
  if (labels.length === width) return { names: labels, source, output: null, note: '' }
  if (labels.length === width - 1) {
    return {
      names: ['background', ...labels],
      source,
      output: null,
      note: `The output has ${width} classes but ${source} has only ${labels.length} names; class 0 is assumed to be the background.`,
    }
  }
  if (labels.length === width + 1 && backgroundName.test(labels[0] ?? '')) {
    return {
      names: labels.slice(1),
      source,
      output: null,
      note: `${source} has one more name than the output has classes (${labels.length} and ${width}): the first, “${labels[0]}”, is omitted.`,
    }
  }
  return null
}

/** A note if the names fit no output; empty if there are none, or if they fit another output. */
export function unusedNamesNote({ width }: Rows, { metadata, outputs }: ReadContext): string {
  const { labels, labelsSource } = metadata
  if (labels === null) return ''
  const fitsOther = outputs.some(({ shape }) => {
    const rows = rowsOf(shape)
    return rows !== null && fromMetadata(rows, metadata) !== null
  })
  if (fitsOther) return ''
  return `${labelsSource ?? 'The metadata'} has ${formatCount(labels.length, 'name')} but the output has ${formatCount(width, 'class', 'classes')}, so the names are not used.`
}
