import { EngineError } from '../base/errors.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { Values } from '../base/values.ts'
import { boxes } from './boxes/index.ts'
import type { NamedOutput, OutputKind, ReadContext } from './contract.ts'
import { image } from './image/index.ts'
import { keypoints } from './keypoints/index.ts'
import { mask } from './mask/index.ts'
import { numbers } from './numbers/index.ts'
import { scores } from './scores/index.ts'
import { series } from './series/index.ts'
import { similarity } from './similarity/index.ts'
import { spans } from './spans/index.ts'
import { tensor } from './tensor/index.ts'
import { text } from './text/index.ts'
import { verdicts } from './verdicts/index.ts'

/** All kinds of output, in order of priority for equal fits. */
export const outputKinds: readonly OutputKind[] = [
  boxes,
  keypoints,
  mask,
  series,
  spans,
  verdicts,
  scores,
  similarity,
  numbers,
  image,
  text,
  tensor,
]

/** A request to decode: the view, the names of the outputs it reads, and its options. */
export interface Selection {
  readonly view: ViewId
  readonly uses: readonly string[]
  readonly options: Values
}

/** Decodes one reading. Raises `internal` if there is no such kind or output, or if an option is missing. */
export function decode(
  { view, uses, options }: Selection,
  outputs: readonly NamedOutput[],
  context: ReadContext,
): Interpretation {
  const kind = outputKinds.find(({ id }) => id === view)
  if (kind === undefined) throw new EngineError('internal', `There is no way to read an output as ${view}.`)
  const used = uses.map((name) => {
    const output = outputs.find((one) => one.name === name)
    if (output === undefined) throw new EngineError('internal', `The run has no output ${name}.`)
    return output
  })
  return kind.decode(used, context, options)
}
