import { EngineError } from '../base/errors.ts'
import type { Interpretation } from '../base/readings/index.ts'
import type { TensorData, TensorValue } from '../base/tensor.ts'
import { uniqueName } from '../base/unique-name.ts'
import type { NamedOutput, ReadContext } from '../outputs/index.ts'
import type { ReadRequest } from './protocol.ts'

/** Maximum size of the kept outputs, bytes; the latest run may exceed it. */
const heldBytes = 64 * 1024 * 1024

interface Held {
  readonly outputs: readonly NamedOutput[]
  readonly context: ReadContext
  readonly bytes: number
}

/** Outputs of recent runs, kept so that they can be read in another way without a new run. */
export interface HeldOutputs {
  /** Copies the outputs, because their buffers are transferred to the page; returns the name that `read` takes. */
  readonly keep: Keep
  /** Decodes one reading. Raises `outputs-not-held` and what `decode` raises. */
  read(request: ReadRequest): Promise<Interpretation>
  /** Enforces the limit on the latest run too, when it may no longer be shown. */
  trim(): void
}

export type Keep = (outputs: readonly NamedOutput[], context: ReadContext) => string

/** For runs whose result is not sent to the page. */
export const holdNothing: Keep = () => ''

export function createHeldOutputs(limit = heldBytes): HeldOutputs {
  /** Oldest first. */
  const runs = new Map<string, Held>()

  /** Keeps the newest runs whose total size is at most `maxBytes`. */
  function forgetOldest(maxBytes: number): void {
    let bytes = 0
    for (const [name, held] of [...runs].reverse()) {
      bytes += held.bytes
      if (bytes > maxBytes) runs.delete(name)
    }
  }

  return {
    keep: (outputs, context) => {
      const name = uniqueName()
      const bytes = outputs.reduce((sum, { value }) => sum + bytesOf(value), 0)
      runs.set(name, { outputs: outputs.map(copyOf), context, bytes })
      // The latest run stays, whatever its size.
      forgetOldest(Math.max(limit, bytes))
      return name
    },
    read: async ({ run, ...selection }) => {
      const held = runs.get(run)
      if (held === undefined)
        throw new EngineError(
          'outputs-not-held',
          'The outputs of this run are no longer in memory, so they cannot be read in another way.',
          'Run again.',
        )
      const { decode } = await import('../outputs/index.ts')
      return decode(selection, held.outputs, held.context)
    },
    trim: () => forgetOldest(limit),
  }
}

export function copyOf({ name, value }: NamedOutput): NamedOutput {
  return { name, value: { ...value, data: copyOfData(value.data) } }
}

/** Two bytes per character for strings. */
function bytesOf({ data }: TensorValue): number {
  return ArrayBuffer.isView(data) ? data.byteLength : data.reduce((sum, text) => sum + text.length * 2, 0)
}

/** Strings are not transferred, so they need no copy. */
function copyOfData(data: TensorValue['data']): TensorData {
  return ArrayBuffer.isView(data) ? data.slice() : data
}
