import { EngineError } from '../base/errors.ts'
import type { FileRef, InputBinding } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import { tokenRoles } from '../base/token-roles.ts'
import type { DecodeSound, DrawSvg, PreparedTensor } from '../inputs/contract.ts'
import { described, prepareTensor, shown } from '../inputs/index.ts'
import type { Runtime, Session } from '../runtime/contract.ts'
import { compareSessions } from './compare.ts'
import { createDrops } from './drops.ts'
import { createHeldOutputs, holdNothing } from './held-outputs.ts'
import { Identity } from './identity.ts'
import { Idle } from './idle.ts'
import { runLive } from './live.ts'
import { type Loaded, loadModel } from './load.ts'
import type { OfSession, RunRequest } from './protocol.ts'
import { benchmarkModel, runModel } from './run.ts'
import { runAll } from './run-all.ts'
import type { Host, StreamContext } from './serve.ts'

type Asking = Pick<StreamContext<never>, 'signal' | 'ask'>

/**
 * The worker side: holds the opened drops and the loaded models, as sessions by id. Loads, runs and benchmarks are
 * serialised because they share the backend; inputs may be prepared concurrently.
 */
export function createHost(runtime: Runtime): Host {
  const drops = createDrops()
  const held = createHeldOutputs()
  const sessions = new Map<string, Loaded>()
  const identities = new Map<string, Identity>()
  const idle = new Idle()
  let tail: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = tail.then(work, work)
    tail = turn.catch(() => undefined)
    return idle.during(() => turn)
  }

  function loaded({ session }: OfSession): Loaded {
    const found = sessions.get(session)
    if (found === undefined) throw notLoaded()
    return found
  }

  async function free(session: string): Promise<void> {
    const freed = sessions.get(session)?.started.session.dispose()
    sessions.delete(session)
    identities.get(session)?.dispose()
    identities.delete(session)
    await freed
  }

  function prepareOne(current: Loaded, binding: InputBinding, { signal, ask }: Asking): Promise<PreparedTensor> {
    const spec = specOf(current, binding.input)
    const file = (ref: FileRef) => drops.file(ref, signal)
    const { metadata } = current.description.summary
    const role = tokenRoles(current.started.session.inputs, metadata.vocabulary !== null).get(spec.name) ?? null
    const decodeSound: DecodeSound = async (bytes, rate) => (await ask('decodeSound', { bytes, rate })).channels
    const drawSvg: DrawSvg = async (text, size) => (await ask('drawSvg', { text, ...size })).data
    const canTile = makesPictures(current.started.session)
    const state = current.states.valueFor(binding)
    return prepareTensor(binding, { spec, metadata, role, canTile, file, signal, decodeSound, drawSvg, state })
  }

  async function prepareAll(
    current: Loaded,
    bindings: readonly InputBinding[],
    context: Asking,
  ): Promise<readonly PreparedTensor[]> {
    const prepared: PreparedTensor[] = []
    for (const spec of current.started.session.inputs) {
      const binding = bindings.find((one) => one.input === spec.name)
      if (binding === undefined)
        throw new EngineError(
          'input-missing',
          `Input ${spec.name} has no source.`,
          'Drop a file for it, or fill it with zeros, ones or random values.',
        )
      prepared.push(await prepareOne(current, binding, context))
    }
    return prepared
  }

  /** The model of a call, and functions that prepare its inputs, without and with a description. */
  function fed(request: RunRequest, context: Asking) {
    const current = loaded(request)
    const prepare = () => prepareAll(current, request.bindings, context)
    return { current, tensors: prepare, prepare: async () => (await prepare()).map(described) }
  }

  return {
    probe: () => runtime.probe(),
    open: (request, context) => idle.during(() => drops.open(request, context)),
    load: (request, context) =>
      inTurn(async () => {
        const beside = drops.describing(request.beside)
        const next = await loadModel(runtime, drops.get(request.drop), request, context, beside)
        await free(request.session)
        sessions.set(request.session, next)
        identities.set(request.session, new Identity(next.source.contents, idle))
        return next.description
      }),
    identify: async (request, context) => {
      const identity = identities.get(request.session)
      if (identity === undefined) throw notLoaded()
      return { hash: await identity.hash(context) }
    },
    parts: async (request) => (await import('./weights.ts')).partsOf(loaded(request)),
    hashWeights: (request, context) =>
      inTurn(async () => (await import('./weights.ts')).hashWeights(loaded(request), context)),
    loadPart: (request, context) =>
      inTurn(async () => (await import('./weights.ts')).loadPart(runtime, loaded(request), request, context)),
    prepare: (request, context) =>
      idle.during(async () => (await prepareOne(loaded(request), request.binding, context)).describe(request.row)),
    run: (request, context) =>
      inTurn(() => {
        const { current, prepare } = fed(request, context)
        const { bindings, choices = {} } = request
        return runModel(current, { keep: held.keep, choices }, prepare, bindings, context)
      }),
    runLive: async (request, context) => {
      try {
        return await inTurn(() => {
          const { current, tensors } = fed(request, context)
          return runLive(current, request, tensors, context)
        })
      } finally {
        for (const { source } of request.bindings) if (source.kind === 'frame') source.frame.close()
      }
    },
    runAll: (request, context) =>
      runAll(request, context, ({ bindings, whole }) =>
        inTurn(() => {
          const { session, choices } = request
          const { current, prepare } = fed({ session, bindings }, context)
          return runModel(current, { keep: whole ? held.keep : holdNothing, choices }, prepare, bindings, context)
        }),
      ),
    read: (request) => held.read(request),
    benchmark: (request, context) =>
      inTurn(() => {
        const { current, prepare } = fed(request, context)
        return benchmarkModel(current, prepare, request.runs, context)
      }),
    compare: (request, context) =>
      inTurn(() => {
        const { current, prepare } = fed(request, context)
        return compareSessions(current, loaded({ session: request.other }), prepare, context)
      }),
    convert: (request, context) =>
      inTurn(async () => {
        const { convertModel } = await import('./convert.ts')
        const current = loaded(request)
        return current.reads.during(() => convertModel(runtime, current, request, context))
      }),
    inspect: async (request, { signal }) => {
      const { inspectModel } = await import('./inspect/index.ts')
      const current = loaded(request)
      return idle.during(() => current.reads.during(() => inspectModel(current, signal)))
    },
    inspectPasses: async (request, { signal }) => {
      const { passChanges } = await import('./inspect/index.ts')
      const current = loaded(request)
      return idle.during(() => current.reads.during(() => passChanges(runtime, current, signal)))
    },
    readWeight: async (request, { signal }) => {
      const { readWeight } = await import('./inspect/weights.ts')
      const current = loaded(request)
      return idle.during(() => current.reads.during(() => readWeight(current, request, signal)))
    },
    activation: (request, context) =>
      inTurn(async () => {
        const { activationOf } = await import('./inspect/activations.ts')
        const { current, tensors } = fed(request, context)
        return current.reads.during(() => activationOf(runtime, current, request.node, tensors, context))
      }),
    deliver: async ({ drop, files }) => {
      drops.deliver(drop, files)
      return null
    },
    file: async (ref, { signal }) => shown(await drops.file(ref, signal), signal),
    keep: async ({ drops: kept }) => {
      drops.keep(kept)
      return null
    },
    dispose: ({ session }) =>
      inTurn(async () => {
        await free(session)
        held.trim()
        return { spare: runtime.spare() }
      }),
  }
}

function notLoaded(): EngineError {
  return new EngineError('not-loaded', 'The model is not loaded.', 'Drop a model first.')
}

/** Whether the model makes one picture of one, with as many channels: an upscaler, a style, a restoration. */
function makesPictures({ inputs, outputs }: Pick<Session, 'inputs' | 'outputs'>): boolean {
  const [input, output] = [inputs[0]?.shape, outputs[0]?.shape]
  if (inputs.length !== 1 || outputs.length !== 1 || input?.length !== 4 || output?.length !== 4) return false
  return [1, 3].some((axis) => [1, 3, 4].includes(input[axis] ?? 0) && input[axis] === output[axis])
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
