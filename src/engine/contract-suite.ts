import type { Progress } from '../base/progress.ts'
import type { SteadyRun } from '../base/run.ts'
import { composedTexts } from './composed-texts.ts'
import {
  type ContractCase,
  check,
  close,
  fails,
  files,
  load,
  matmul,
  matmulOfRamp,
  plain,
  ramp,
} from './contract-case.ts'
import { partCases } from './contract-parts.ts'
import type { RunAllEvent } from './protocol.ts'

/**
 * The contract of every engine; run in-process by the unit tests and in a real worker by the end-to-end tests.
 */
export const contract: readonly ContractCase[] = [
  {
    name: 'probe returns every rung, best first, with a reason',
    run: async (engine) => {
      const ladder = await engine.call('probe', {})
      check(ladder.map(({ id }) => id).join() === 'webgpu,webgl,wasm,cpu', 'the rungs are not in their order')
      check(
        ladder.every(({ reason }) => reason.length > 0),
        'a rung has no reason',
      )
    },
  },
  {
    name: 'a dropped model is opened, loaded and run; its outputs equal those of TensorFlow.js',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      check(loaded.rung === 'cpu', `the pinned rung was cpu, the model is on ${loaded.rung}`)
      const [input] = loaded.inputs
      check(input !== undefined, 'the model has no input')
      const result = await engine.call('run', { session: 'one', bindings: [ramp(input.name)] })
      const [output] = result.outputs
      check(output !== undefined, 'the run has no output')
      close(output.value.data, matmulOfRamp)
      check(result.first, 'the first run is not marked as the first')
      check(
        !(await engine.call('run', { session: 'one', bindings: [ramp(input.name)] })).first,
        'the second run is marked as the first',
      )
    },
  },
  {
    name: 'the ledger has every stage and composes no text',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const result = await engine.call('run', { session: 'one', bindings: [ramp(loaded.inputs[0]?.name ?? '')] })
      const ledger = [...loaded.ledger, ...result.ledger]
      const stages = ledger.map(({ id }) => id).join()
      check(stages === 'files,parse,weights,backend,compile,input,run,readback,result', `the stages are ${stages}`)
      const texts = composedTexts(ledger)
      check(texts.length === 0, `the ledger holds text: ${texts.join('; ')}`)
    },
  },
  {
    name: 'the hash of a model covers all its contents',
    run: async (engine, fixture) => {
      const { session, summary } = await load(engine, fixture)
      const { hash } = await engine.call('identify', { session })
      check(/^[0-9a-f]{16}$/.test(hash) && hash !== summary.hash, `the hash is ${hash}`)
      await fails(engine.call('identify', { session: 'none' }), 'not-loaded')
    },
  },
  ...partCases,
  {
    name: 'files of a later drop describe a model as if they lay beside it',
    run: async (engine, fixture) => {
      const before = await load(engine, fixture)
      check(before.summary.metadata.labels === null, 'the model has labels of its own')
      const labels = new Blob(['cat\ndog'])
      const { describing } = await engine.call('open', { drop: 'b', files: [{ path: 'labels.txt', file: labels }] })
      check(describing.join() === 'labels.txt', `the files that describe a model are ${describing.join()}`)
      const { summary } = await load(engine, fixture, { beside: ['b'] })
      check(summary.metadata.labels?.join() === 'cat,dog', `the labels are ${summary.metadata.labels?.join()}`)
      check(summary.hash === before.summary.hash, 'the labels changed the hash of the topology')
      await fails(load(engine, fixture, { beside: ['none'] }), 'file-unreadable')
    },
  },
  {
    name: 'progress arrives while weights are read',
    run: async (engine, fixture) => {
      const seen: Progress[] = []
      await engine.call('open', { drop: 'a', files: await files(fixture, matmul) })
      await engine.call('load', plain, { onProgress: (progress) => seen.push(progress) })
      check(
        seen.some(({ stage }) => stage === 'weights'),
        'no progress of the weights',
      )
    },
  },
  {
    name: 'preparing describes the tensor without running',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const prepared = await engine.call('prepare', { session: 'one', binding: ramp(loaded.inputs[0]?.name ?? '') })
      check(prepared.shape.join() === '2,2', `the shape is ${prepared.shape.join()}`)
      check(
        prepared.stats.min === 0 && Math.abs(prepared.stats.max - 3 / 255) < 1e-7,
        'the statistics are not those of the ramp',
      )
    },
  },
  {
    name: 'a benchmark sends one event per run',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const runs: SteadyRun[] = []
      const request = { session: 'one', bindings: [ramp(loaded.inputs[0]?.name ?? '')], runs: 7 }
      const result = await engine.call('benchmark', request, { onEvent: (run) => runs.push(run) })
      check(runs.length === 7, `${runs.length} runs were found`)
      check(result.endToEnd.length > 0, 'nothing was measured from end to end')
    },
  },
  {
    name: 'one call runs many inputs; each row is one event, and a failed row does not stop the others',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const bindings = [ramp(loaded.inputs[0]?.name ?? '')]
      const rows = [
        { id: 7, bindings, whole: true },
        { id: 5, bindings: [], whole: true },
        { id: 6, bindings, whole: false },
      ]
      const seen: RunAllEvent[] = []
      await engine.call('runAll', { session: 'one', rows, choices: {} }, { onEvent: (event) => seen.push(event) })
      check(seen.map(({ id }) => id).join() === '7,5,6', `the rows are ${seen.map(({ id }) => id).join()}`)
      const [first, second, third] = seen
      check(first !== undefined && 'row' in first && first.result !== null, 'the whole result is missing')
      close(first.result.outputs[0]?.value.data ?? [], matmulOfRamp)
      check(second !== undefined && 'error' in second && second.error.code === 'input-missing', 'no error of the row')
      check(third !== undefined && 'row' in third && third.result === null, 'a result arrived without a request')
      check(third.row.outputs[0]?.trace === first.row.outputs[0]?.trace, 'equal outputs have different traces')
      await fails(engine.call('runAll', { session: 'two', rows, choices: {} }), 'not-loaded')
    },
  },
  {
    name: 'a live run reads its outputs like a run, and sends values and descriptions only where they are wanted',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const request = { session: loaded.session, bindings: [ramp(loaded.inputs[0]?.name ?? '')] }
      const { groups, outputs } = await engine.call('run', request)
      const name = groups[0]?.shown.uses[0] ?? ''
      const scores = { [name]: { candidate: 'scores', options: {} } }
      const asScores = await engine.call('runLive', { ...request, choices: scores, detail: false })
      check(asScores.groups[0]?.shown.candidate === 'scores', 'the choice of the reading is ignored')
      check(asScores.outputs[0]?.value.data.length === 0, 'values arrived that are not drawn')
      check(asScores.outputs[0].shape.join() === outputs[0]?.shape.join(), 'the shape is missing')
      check(asScores.detail === null && !asScores.compiled, 'a description arrived without a request')
      const tensor = { [name]: { candidate: 'tensor', options: {} } }
      const asTensor = await engine.call('runLive', { ...request, choices: tensor, detail: true })
      close(asTensor.outputs[0]?.value.data ?? [], matmulOfRamp)
      check(asTensor.detail?.inputs[0]?.plan[0]?.id === 'fill', 'the description of the input is missing')
      check(asTensor.detail.ledger.map(({ id }) => id).join() === 'compile,input,run,readback,result', 'no ledger')
    },
  },
  {
    name: 'another reading of a run needs no further run',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const bindings = [ramp(loaded.inputs[0]?.name ?? '')]
      const first = await engine.call('run', { session: loaded.session, bindings })
      await engine.call('run', { session: loaded.session, bindings })
      const { held, groups } = first
      const selection = { run: held, view: 'scores', uses: groups[0]?.outputs ?? [] } as const
      const options = { activation: 'none', top: 1, labels: '' }
      const read = await engine.call('read', { ...selection, options })
      check(read.view === 'scores', `expected scores, found ${read.view}`)
      close(read.data.values, [matmulOfRamp[0] ?? 0, matmulOfRamp[2] ?? 0])
      const both = { ...options, activation: 'softmax', top: 2 }
      const softmax = await engine.call('read', { ...selection, options: both })
      check(softmax.view === 'scores' && softmax.data.shown === 2, 'the second reading does not rank two classes')
      await fails(engine.call('read', { ...selection, run: 'no such run', options }), 'outputs-not-held')
    },
  },
  {
    name: 'another signature is loaded by name, and a missing one is an error',
    run: async (engine, fixture) => {
      const first = await load(engine, fixture)
      const [only] = first.summary.signatures
      check(first.signature === only?.name, `without a name ${first.signature} was loaded`)
      const named = await load(engine, fixture, { signature: first.signature })
      check(named.signature === first.signature, `${named.signature} was loaded in place of ${first.signature}`)
      await fails(load(engine, fixture, { signature: 'no such signature' }), 'signature-missing')
      await engine.call('run', { session: 'one', bindings: [ramp(first.inputs[0]?.name ?? '')] })
    },
  },
  {
    name: 'the optimiser can be switched off, and two sessions can be compared on the same inputs',
    run: async (engine, fixture) => {
      check((await load(engine, fixture)).optimisation.enabled, 'the optimiser is off by default')
      const loaded = await load(engine, fixture, { optimise: false })
      check(!loaded.optimisation.enabled, 'the optimiser is on though it was switched off')
      check(loaded.warnings.length === 0, `there are warnings: ${loaded.warnings.join(' ')}`)
      const bindings = [ramp(loaded.inputs[0]?.name ?? '')]
      close((await engine.call('run', { session: 'one', bindings })).outputs[0]?.value.data ?? [], matmulOfRamp)
      await load(engine, fixture, { session: 'two' })
      const { outputs } = await engine.call('compare', { session: 'one', other: 'two', bindings })
      check(outputs.map(({ name }) => name).join() === 'MatMul', 'the comparison does not name the output')
      check(
        outputs.every(({ maxAbsolute, maxRelative }) => maxAbsolute < 1e-6 && maxRelative < 1e-4),
        'the two graphs disagree',
      )
      close((await engine.call('run', { session: 'one', bindings })).outputs[0]?.value.data ?? [], matmulOfRamp)
    },
  },
  {
    name: 'errors name what is missing, and loaded models stay',
    run: async (engine, fixture) => {
      await fails(engine.call('run', { session: 'one', bindings: [] }), 'not-loaded')
      const loaded = await load(engine, fixture)
      await fails(engine.call('run', { session: 'one', bindings: [] }), 'input-missing')
      await fails(engine.call('prepare', { session: 'one', binding: ramp('no such input') }), 'input-missing')
      await engine.call('open', { drop: 'b', files: await files(fixture, matmul.slice(0, 1)) })
      const error = await fails(engine.call('load', { ...plain, drop: 'b' }), 'weights-missing')
      check(error.message.includes('weights.bin'), `the missing file is not named: ${error.message}`)
      await engine.call('run', { session: 'one', bindings: [ramp(loaded.inputs[0]?.name ?? '')] })
    },
  },
  {
    name: 'several models are loaded at once, each under its id',
    run: async (engine, fixture) => {
      const one = await load(engine, fixture)
      const two = await load(engine, fixture, { session: 'two', optimise: false })
      check(one.session === 'one' && two.session === 'two', 'a description does not name its session')
      const bindings = [ramp(one.inputs[0]?.name ?? '')]
      for (const session of ['one', 'two'])
        close((await engine.call('run', { session, bindings })).outputs[0]?.value.data ?? [], matmulOfRamp)
      await engine.call('dispose', { session: 'one' })
      await engine.call('dispose', { session: 'one' })
      await fails(engine.call('run', { session: 'one', bindings }), 'not-loaded')
      await engine.call('run', { session: 'two', bindings })
    },
  },
  {
    name: 'a load under an id in use replaces the session, but keeps it on failure',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      const bindings = [ramp(loaded.inputs[0]?.name ?? '')]
      await engine.call('run', { session: 'one', bindings })
      await fails(load(engine, fixture, { signature: 'no such signature' }), 'signature-missing')
      check(
        !(await engine.call('run', { session: 'one', bindings })).first,
        'the session was replaced by a failed load',
      )
      await load(engine, fixture)
      check((await engine.call('run', { session: 'one', bindings })).first, 'the session was not replaced')
    },
  },
  {
    name: 'an aborted call ends as cancelled',
    run: async (engine, fixture) => {
      const controller = new AbortController()
      controller.abort()
      await fails(
        engine.call('open', { drop: 'a', files: await files(fixture, matmul) }, { signal: controller.signal }),
        'cancelled',
      )
    },
  },
  {
    name: 'drops that are not kept are released, and a disposed session is gone',
    run: async (engine, fixture) => {
      const loaded = await load(engine, fixture)
      await engine.call('open', { drop: 'b', files: await files(fixture, matmul) })
      await engine.call('keep', { drops: ['a'] })
      const path = matmul[0] ?? ''
      check((await engine.call('file', { drop: 'a', path })).size > 0, 'the file of a kept drop is empty')
      await fails(engine.call('file', { drop: 'b', path }), 'file-unreadable')
      await engine.call('dispose', { session: 'one' })
      await fails(engine.call('run', { session: 'one', bindings: [ramp(loaded.inputs[0]?.name ?? '')] }), 'not-loaded')
    },
  },
]
