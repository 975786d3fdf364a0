import type { RungId } from '../../../src/base/ladder.ts'
import { alternate, timed } from './alternate.ts'
import { decodeOutputs } from './decode.ts'
import { largestDifference, relativeDifference } from './difference.ts'
import { loadOurs, pictureOurs, rampsFor, runOurs } from './ours.ts'
import { loadPlain, picturePlain, runPlain } from './plain.ts'
import type { Answers, Job, ModelFiles, Task, Timings } from './protocol.ts'
import { raceLoads, raceRuns } from './race.ts'

/** Interleaves the two. */
async function both(times: number, ours: () => Promise<number>, plain: () => Promise<number>): Promise<Timings> {
  const [a = [], b = []] = await alternate([ours, plain], (rounds) => rounds >= times)
  return { ours: a, plain: b }
}

async function loadBoth(model: ModelFiles, backend: RungId, times: number): Promise<Timings> {
  const ours = async () => {
    const [ms, loaded] = await timed(() => loadOurs(model, backend))
    loaded.started.session.dispose()
    return ms
  }
  const plain = async () => {
    const [ms, loaded] = await timed(() => loadPlain(model))
    loaded.dispose()
    return ms
  }
  await ours()
  await plain()
  return both(times, ours, plain)
}

async function runBoth(model: ModelFiles, backend: RungId, times: number, firsts: number): Promise<Answers['run']> {
  const firstOurs = async () => {
    const loaded = await loadOurs(model, backend)
    const [ms] = await timed(() => runOurs(loaded, rampsFor(loaded)))
    loaded.started.session.dispose()
    return ms
  }
  const probe = await loadOurs(model, backend)
  const inputs = rampsFor(probe)
  const values = Object.values(inputs)
  const firstPlain = async () => {
    const loaded = await loadPlain(model)
    const [ms] = await timed(() => runPlain(loaded, values))
    loaded.dispose()
    return ms
  }
  const first = await both(firsts, firstOurs, firstPlain)
  const plain = await loadPlain(model)
  const difference = relativeDifference(await runOurs(probe, inputs), await runPlain(plain, values))
  const steady = await both(
    times,
    async () => (await timed(() => runOurs(probe, inputs)))[0],
    async () => (await timed(() => runPlain(plain, values)))[0],
  )
  probe.started.session.dispose()
  plain.dispose()
  return { first, steady, difference }
}

const held: unknown[] = []

async function answer(job: Job): Promise<Answers[Task]> {
  switch (job.task) {
    case 'start': {
      // A model with one multiplication, to start the backend before timing.
      const loaded = await loadOurs(tinyModel(), job.backend)
      loaded.started.session.dispose()
      return null
    }
    case 'load':
      return loadBoth(job.model, job.backend, job.times)
    case 'load-once': {
      const [ms, loaded] = await timed<unknown>(() =>
        job.way === 'plain' ? loadPlain(job.model) : loadOurs(job.model, job.backend, job.way === 'ours'),
      )
      held.push(loaded)
      return ms
    }
    case 'run':
      return runBoth(job.model, job.backend, job.times, job.firsts)
    case 'race-runs':
      return raceRuns(job.contenders, job.backend, job.free, job.length)
    case 'race-loads':
      return raceLoads(job.contenders, job.backend, job.times)
    case 'decode':
      return decodeOutputs(job.times)
    case 'picture': {
      const difference = largestDifference(await pictureOurs(job.file), await picturePlain(job.file))
      const timings = await both(
        job.times,
        async () => (await timed(() => pictureOurs(job.file)))[0],
        async () => (await timed(() => picturePlain(job.file)))[0],
      )
      return { ...timings, difference }
    }
  }
}

function tinyModel(): ModelFiles {
  const node = (name: string, op: string, input: readonly string[], shape: readonly number[]) => ({
    name,
    op,
    input,
    attr: {
      dtype: { type: 'DT_FLOAT' },
      T: { type: 'DT_FLOAT' },
      shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } },
    },
  })
  const topology = {
    node: [node('x', 'Placeholder', [], [1, 1]), node('y', 'Mul', ['x', 'x'], [1, 1])],
    versions: { producer: 1 },
  }
  const json = JSON.stringify({ format: 'graph-model', modelTopology: topology, weightsManifest: [] })
  return { kind: 'graph', files: [new File([json], 'model.json')] }
}

self.onmessage = async ({ data }: MessageEvent<{ readonly id: number; readonly job: Job }>) => {
  try {
    self.postMessage({ id: data.id, value: await answer(data.job) })
  } catch (error) {
    self.postMessage({ id: data.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
