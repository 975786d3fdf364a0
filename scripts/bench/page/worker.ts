import type { RungId } from '../../../src/base/ladder.ts'
import { loadOurs, pictureOurs, rampFor, runOurs } from './ours.ts'
import { loadPlain, picturePlain, runPlain } from './plain.ts'
import type { Answers, Job, ModelFiles, Task, Timings } from './protocol.ts'

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const start = performance.now()
  const value = await work()
  return [performance.now() - start, value]
}

/** Alternates the two, and which of them goes first, so that neither has the quieter machine. */
async function alternate(times: number, ours: () => Promise<number>, plain: () => Promise<number>): Promise<Timings> {
  const timings = { ours: [] as number[], plain: [] as number[] }
  for (let i = 0; i < times; i++) {
    const pair = i % 2 === 0 ? (['ours', 'plain'] as const) : (['plain', 'ours'] as const)
    for (const way of pair) timings[way].push(await (way === 'ours' ? ours() : plain()))
  }
  return timings
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (b[i] ?? Number.NaN))), 0)
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
  return alternate(times, ours, plain)
}

async function runBoth(model: ModelFiles, backend: RungId, times: number, firsts: number): Promise<Answers['run']> {
  const firstOurs = async () => {
    const loaded = await loadOurs(model, backend)
    const { name, value } = rampFor(loaded)
    const [ms] = await timed(() => runOurs(loaded, { [name]: value }))
    loaded.started.session.dispose()
    return ms
  }
  const probe = await loadOurs(model, backend)
  const { name, value } = rampFor(probe)
  const firstPlain = async () => {
    const loaded = await loadPlain(model)
    const [ms] = await timed(() => runPlain(loaded, value))
    loaded.dispose()
    return ms
  }
  const first = await alternate(firsts, firstOurs, firstPlain)
  const plain = await loadPlain(model)
  const inputs = { [name]: value }
  const difference = largestDifference(await runOurs(probe, inputs), await runPlain(plain, value))
  const steady = await alternate(
    times,
    async () => (await timed(() => runOurs(probe, inputs)))[0],
    async () => (await timed(() => runPlain(plain, value)))[0],
  )
  probe.started.session.dispose()
  plain.dispose()
  return { first, steady, difference }
}

const held: unknown[] = []

async function answer(job: Job): Promise<Answers[Task]> {
  switch (job.task) {
    case 'start': {
      // A model of one multiplication, so that the backend is up before anything is timed.
      const loaded = await loadOurs(tinyModel(), job.backend)
      loaded.started.session.dispose()
      return null
    }
    case 'load':
      return loadBoth(job.model, job.backend, job.times)
    case 'load-once': {
      const [ms, loaded] = await timed<unknown>(() =>
        job.way === 'ours' ? loadOurs(job.model, job.backend) : loadPlain(job.model),
      )
      held.push(loaded)
      return ms
    }
    case 'run':
      return runBoth(job.model, job.backend, job.times, job.firsts)
    case 'picture': {
      const difference = largestDifference(await pictureOurs(job.file), await picturePlain(job.file))
      const timings = await alternate(
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
