import { EngineError } from '../base/errors.ts'
import type { InputBinding } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { TreeFile } from '../files/tree.ts'
import type { Prepared } from '../inputs/contract.ts'
import { prepare as prepareInput } from '../inputs/index.ts'
import type { Runtime } from '../runtime/contract.ts'
import { checkOptimiser } from './check.ts'
import { convertModel } from './convert.ts'
import { createDrops } from './drops.ts'
import { type Loaded, loadModel } from './load.ts'
import { benchmarkModel, runModel } from './run.ts'
import type { Host } from './serve.ts'

/**
 * The worker side: holds the opened drops and the one loaded model. Loading, running and measuring happen one after
 * the other, since they share the backend; preparing inputs may go on beside them.
 */
export function createHost(runtime: Runtime): Host {
  const drops = createDrops()
  let loaded: Loaded | null = null
  let tail: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = tail.then(work, work)
    tail = turn.catch(() => undefined)
    return turn
  }

  function model(): Loaded {
    if (loaded === null) throw new EngineError('not-loaded', 'No model is loaded.', 'Drop a model first.')
    return loaded
  }

  function prepareOne(current: Loaded, binding: InputBinding, signal: AbortSignal): Promise<Prepared> {
    const spec = specOf(current, binding.input)
    const file = (ref: { drop: string; path: string }): TreeFile => drops.file(ref)
    return prepareInput(binding, { spec, metadata: current.source.summary.metadata, file, signal })
  }

  async function prepareAll(
    current: Loaded,
    bindings: readonly InputBinding[],
    signal: AbortSignal,
  ): Promise<readonly Prepared[]> {
    const prepared: Prepared[] = []
    for (const spec of current.started.session.inputs) {
      const binding = bindings.find((one) => one.input === spec.name)
      if (binding === undefined)
        throw new EngineError(
          'input-missing',
          `Input ${spec.name} has nothing to feed it.`,
          'Drop a file for it, or fill it with zeros, ones or random values.',
        )
      prepared.push(await prepareOne(current, binding, signal))
    }
    return prepared
  }

  return {
    probe: () => runtime.probe(),
    open: (request, { signal, onProgress }) => drops.open(request, { signal, onProgress }),
    load: (request, context) =>
      inTurn(async () => {
        const next = await loadModel(runtime, drops.get(request.drop), request, context)
        loaded?.started.session.dispose()
        loaded = next
        return next.description
      }),
    prepare: async (binding, { signal }) => (await prepareOne(model(), binding, signal)).description,
    run: ({ bindings }, { signal, onProgress }) =>
      inTurn(() => runModel(model(), () => prepareAll(model(), bindings, signal), bindings, { signal, onProgress })),
    benchmark: ({ bindings, runs }, { signal, onProgress }) =>
      inTurn(() => benchmarkModel(model(), () => prepareAll(model(), bindings, signal), runs, { signal, onProgress })),
    check: ({ bindings }, context) =>
      inTurn(() => checkOptimiser(runtime, model(), () => prepareAll(model(), bindings, context.signal), context)),
    convert: (request, { signal, onProgress }) =>
      inTurn(() => convertModel(runtime, model(), request, { signal, onProgress })),
    file: (ref, { signal }) => drops.file(ref).source.blob(signal),
    keep: async ({ drops: kept }) => {
      drops.keep(kept)
      return null
    },
    dispose: () =>
      inTurn(async () => {
        loaded?.started.session.dispose()
        loaded = null
        return null
      }),
  }
}

function specOf(current: Loaded, input: string): TensorSpec {
  const { inputs } = current.started.session
  const spec = inputs.find(({ name }) => name === input)
  if (spec === undefined)
    throw new EngineError(
      'input-missing',
      `The model has no input ${input}; it has ${inputs.map(({ name }) => name).join(', ')}.`,
    )
  return spec
}
