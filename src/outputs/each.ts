import { EngineError } from '../base/errors.ts'
import type { Match, NamedOutput } from './contract.ts'

/**
 * The matches of a kind that reads outputs one by one and has no options; `fit` returns `null` for an output it does
 * not fit.
 */
export function eachOutput(
  outputs: readonly NamedOutput[],
  match: (output: NamedOutput) => Pick<Match, 'fit' | 'reason'> | null,
): readonly Match[] {
  return outputs.flatMap((output) => {
    const found = match(output)
    return found === null ? [] : [{ ...found, uses: [output.name], options: [] }]
  })
}

/** The first of the outputs to decode. Raises `internal` if there is none. */
export function leadOf(outputs: readonly NamedOutput[]): NamedOutput {
  const [lead] = outputs
  if (lead === undefined) throw new EngineError('internal', 'There is no output to read.')
  return lead
}

/** The error of `decode` for an output that its kind does not fit. */
export function misfit(view: string, { name }: NamedOutput): EngineError {
  return new EngineError('internal', `Output ${name} cannot be read as ${view}.`)
}
