import { EngineError } from '../base/errors.ts'
import type { Interpretation } from '../base/readings/index.ts'
import type { TensorData, TensorValue } from '../base/tensor.ts'
import { uniqueName } from '../base/unique-name.ts'
import { decode, type NamedOutput, type ReadContext } from '../outputs/index.ts'
import type { ReadRequest } from './protocol.ts'

/** Bytes of outputs that are kept; more, where the latest run alone has more. */
const heldBytes = 64 * 1024 * 1024

interface Held {
  readonly outputs: readonly NamedOutput[]
  readonly context: ReadContext
  readonly bytes: number
}

/** The outputs of recent runs, so that they can be read in another way without running again. */
export interface HeldOutputs {
  /** Keeps copies, since the values themselves are moved to the page; gives the name under which `read` finds them. */
  readonly keep: Keep
  /** Decodes one reading. Raises `outputs-not-held` and what `decode` raises. */
  read(request: ReadRequest): Interpretation
  /** Forgets what is beyond the limit, the latest run too: nobody may look at it any more. */
  trim(): void
}

export type Keep = (outputs: readonly NamedOutput[], context: ReadContext) => string

/** For runs whose result the page does not get. */
export const holdNothing: Keep = () => ''

export function createHeldOutputs(limit = heldBytes): HeldOutputs {
  /** Oldest first. */
  const runs = new Map<string, Held>()

  /** Newest first, runs are kept while they take no more than `most` bytes together. */
  function forgetOldest(most: number): void {
    let bytes = 0
    for (const [name, held] of [...runs].reverse()) {
      bytes += held.bytes
      if (bytes > most) runs.delete(name)
    }
  }

  return {
    keep: (outputs, context) => {
      const name = uniqueName()
      const bytes = outputs.reduce((sum, { value }) => sum + bytesOf(value), 0)
      runs.set(name, { outputs: outputs.map(copyOf), context, bytes })
      // The latest run stays however large it is.
      forgetOldest(Math.max(limit, bytes))
      return name
    },
    read: ({ run, ...selection }) => {
      const held = runs.get(run)
      if (held === undefined)
        throw new EngineError(
          'outputs-not-held',
          'The outputs of this run are no longer in memory, so they cannot be read in another way.',
          'Run again.',
        )
      return decode(selection, held.outputs, held.context)
    },
    trim: () => forgetOldest(limit),
  }
}

function copyOf({ name, value }: NamedOutput): NamedOutput {
  return { name, value: { ...value, data: copyOfData(value.data) } }
}

/** Strings are counted at two bytes a character. */
function bytesOf({ data }: TensorValue): number {
  return ArrayBuffer.isView(data) ? data.byteLength : data.reduce((sum, text) => sum + text.length * 2, 0)
}

/** Strings are not moved, so they need no copy. */
function copyOfData(data: TensorValue['data']): TensorData {
  return ArrayBuffer.isView(data) ? data.slice() : data
}
