import type { OutputDifference } from '../base/check.ts'
import { EngineError } from '../base/errors.ts'
import type { Prepared } from '../inputs/contract.ts'
import { compareTensors } from '../measure/compare.ts'
import type { Loaded } from './load.ts'
import { runAllParts, runsOf } from './run-windows.ts'
import type { CallContext } from './serve.ts'
import { runnerFor } from './tiles.ts'

/**
 * Runs the same inputs through two sessions and returns the differences of the outputs of `other` from those of
 * `reference`.
 */
export async function compareSessions(
  reference: Loaded,
  other: Loaded,
  prepareAll: () => Promise<readonly Prepared[]>,
  context: CallContext,
): Promise<{ readonly outputs: readonly OutputDifference[] }> {
  const prepared = await prepareAll()
  const runs = runsOf(prepared)
  const expected = await runAllParts(runnerFor(reference.started.session, prepared, context.onProgress), runs, context)
  const found = await runAllParts(runnerFor(other.started.session, prepared, context.onProgress), runs, context)
  const outputs = expected.outputs.map(({ name, value }, i) => {
    const output = found.outputs[i]
    if (output?.name !== name)
      throw new EngineError('model-invalid', `The models have different outputs: only one of them has "${name}".`)
    const { maxAbs, relative } = compareTensors(output.value, value)
    return { name, maxAbsolute: maxAbs, maxRelative: relative }
  })
  return { outputs }
}
