import type { RungId } from '../../../src/base/ladder.ts'
import type { NamedTensors } from '../../../src/base/tensor.ts'
import { alternate, timed } from './alternate.ts'
import { largestDifference } from './difference.ts'
import { loadOurs, rampsFor, runOurs } from './ours.ts'
import { loadPlain, runPlain } from './plain.ts'
import type { Answers, Contender, RunLength } from './protocol.ts'

interface Racer {
  readonly run: () => Promise<Float32Array>
  readonly dispose: () => void
}

/** Loads a contender; the inputs are those of our first contender, with free dimensions of this size. */
async function start({ way, model }: Contender, backend: RungId, inputs: NamedTensors): Promise<Racer> {
  if (way === 'plain') {
    const plain = await loadPlain(model)
    return { run: () => runPlain(plain, Object.values(inputs)), dispose: () => plain.dispose() }
  }
  const ours = await loadOurs(model, backend, way === 'ours')
  const named = Object.fromEntries(
    ours.started.session.inputs.map(({ name }, i) => [name, Object.values(inputs)[i]] as const),
  ) as NamedTensors
  return { run: () => runOurs(ours, named), dispose: () => ours.started.session.dispose() }
}

/** Interleaved steady runs of all contenders, from values to values, after three warm-up rounds. */
export async function raceRuns(
  contenders: readonly Contender[],
  backend: RungId,
  free: number,
  { least, most, ms }: RunLength,
): Promise<Answers['race-runs']> {
  const [first] = contenders
  if (first === undefined) throw new Error('The race has no contenders.')
  const probe = await loadOurs(first.model, backend)
  const inputs = rampsFor(probe, free)
  probe.started.session.dispose()
  const racers: Racer[] = []
  for (const contender of contenders) racers.push(await start(contender, backend, inputs))
  const outputs: Float32Array[] = []
  for (const { run } of racers) outputs.push(await run())
  const differences = outputs.map((output) => largestDifference(outputs[0] ?? output, output))
  const works = racers.map(
    ({ run }) =>
      async () =>
        (await timed(run))[0],
  )
  await alternate(works, (rounds) => rounds >= 3)
  const begun = performance.now()
  const timings = await alternate(
    works,
    (rounds) => rounds >= most || (rounds >= least && performance.now() - begun > ms),
  )
  for (const racer of racers) racer.dispose()
  return { timings, differences }
}

/** Interleaved loads, each disposed afterwards, after one warm-up load of each. */
export async function raceLoads(
  contenders: readonly Contender[],
  backend: RungId,
  times: number,
): Promise<Answers['race-loads']> {
  const works = contenders.map(({ way, model }) => async () => {
    if (way === 'plain') {
      const [ms, loaded] = await timed(() => loadPlain(model))
      loaded.dispose()
      return ms
    }
    const [ms, loaded] = await timed(() => loadOurs(model, backend, way === 'ours'))
    loaded.started.session.dispose()
    return ms
  })
  await alternate(works, () => true)
  return { timings: await alternate(works, (rounds) => rounds >= times) }
}
