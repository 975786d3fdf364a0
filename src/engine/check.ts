import type { OutputDifference } from '../base/check.ts'
import { EngineError } from '../base/errors.ts'
import type { Prepared } from '../inputs/contract.ts'
import { compareTensors } from '../measure/compare.ts'
import type { Runtime, SessionOutput } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'
import { tensorsOf } from './run.ts'
import type { CallContext } from './serve.ts'

/**
 * Runs the inputs through the loaded graph and through the one with the optimiser switched over, on the same rung, and gives
 * how far the outputs are apart. The second graph is held only as long.
 */
export async function checkOptimiser(
  runtime: Runtime,
  loaded: Loaded,
  prepareAll: () => Promise<readonly Prepared[]>,
  { signal, onProgress }: CallContext,
): Promise<{ readonly outputs: readonly OutputDifference[] }> {
  const { source, started, description } = loaded
  const inputs = tensorsOf(await prepareAll())
  const mine = await started.session.run(inputs, signal)
  const { enabled } = description.optimisation
  const { graph } = await source.toGraph(description.signature, signal)
  const second = await runtime.start(graph, {
    backend: description.rung,
    lost: [],
    optimise: !enabled,
    signal,
    onProgress,
  })
  try {
    const theirs = await second.session.run(inputs, signal)
    return { outputs: enabled ? differences(mine, theirs) : differences(theirs, mine) }
  } finally {
    second.session.dispose()
  }
}

function differences(optimised: SessionOutput, plain: SessionOutput): readonly OutputDifference[] {
  return plain.outputs.map(({ name, value }, i) => {
    const found = optimised.outputs[i]
    if (found === undefined || found.name !== name)
      throw new EngineError('internal', `The optimised graph has no output "${name}".`)
    const { maxAbs, relative } = compareTensors(found.value, value)
    return { name, maxAbsolute: maxAbs, maxRelative: relative }
  })
}
