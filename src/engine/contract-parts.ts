import { type ContractCase, check, fails, load, ramp } from './contract-case.ts'

/** The contract of the calls about the parts and the weights of a loaded model. */
export const partCases: readonly ContractCase[] = [
  {
    name: 'the weights on the backend have a hash, which runs do not change',
    run: async (engine, fixture) => {
      const { session, inputs } = await load(engine, fixture)
      const before = await engine.call('hashWeights', { session })
      check(before.weights === 1 && before.bytes === 16, `${before.weights} weights of ${before.bytes} bytes`)
      for (let i = 0; i < 3; i++) await engine.call('run', { session, bindings: [ramp(inputs[0]?.name ?? '')] })
      const after = await engine.call('hashWeights', { session })
      check(after.hash === before.hash, 'the hash changed')
      await fails(engine.call('hashWeights', { session: 'none' }), 'not-loaded')
    },
  },
  {
    name: 'the parts of a model are listed, and neither loads alone',
    run: async (engine, fixture) => {
      const { session } = await load(engine, fixture)
      const { parts } = await engine.call('parts', { session })
      check(parts.map(({ holds }) => holds).join() === 'topology,weights', 'the parts are not told apart')
      const topology = await engine.call('loadPart', { session, keep: 'topology' })
      check(topology.error?.code === 'weights-missing', `the description alone: ${topology.error?.code}`)
      const weights = await engine.call('loadPart', { session, keep: 'weights' })
      check(weights.error?.code === 'weights-without-model', `the weights alone: ${weights.error?.code}`)
      check(topology.bytes + weights.bytes === parts.reduce((sum, { bytes }) => sum + bytes, 0), 'bytes are missing')
    },
  },
]
