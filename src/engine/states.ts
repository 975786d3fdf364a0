import type { InputBinding } from '../base/plan.ts'
import type { TensorValue } from '../base/tensor.ts'
import type { NamedOutput } from '../outputs/index.ts'
import { copyOf } from './held-outputs.ts'

interface Held {
  readonly since: number
  readonly value: TensorValue
}

/** States of a recurrent model between its runs, by input. */
export class States {
  readonly #held = new Map<string, Held>()

  /** The value for the next run; `null` before the first one, and after a reset, which changes `since`. */
  valueFor({ input, source }: InputBinding): TensorValue | null {
    if (source.kind !== 'state') return null
    const held = this.#held.get(input)
    return held !== undefined && held.since === source.since ? held.value : null
  }

  /** Keeps copies of the outputs that are fed back; the originals are sent to the page. */
  keep(bindings: readonly InputBinding[], outputs: readonly NamedOutput[]): void {
    for (const { input, source } of bindings) {
      if (source.kind !== 'state' || source.since === null) continue
      const found = outputs.find(({ name }) => name === source.output)
      if (found !== undefined) this.#held.set(input, { since: source.since, value: copyOf(found).value })
    }
  }
}

/** Names of the outputs that are states. */
export function fedBack(bindings: readonly InputBinding[]): ReadonlySet<string> {
  return new Set(bindings.flatMap(({ source }) => (source.kind === 'state' ? [source.output] : [])))
}
