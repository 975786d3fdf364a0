import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createEngine } from '../engine/client.ts'
import { createHost } from '../engine/host.ts'
import { inProcessLink } from '../engine/in-process.ts'
import type { LoadedModel } from '../engine/protocol.ts'
import { createRuntime } from '../runtime/index.ts'
import { openLab } from '../store/lessons/lab.ts'
import type { Subject } from '../store/lessons/subject.ts'
import type { Lesson, Row, Topic } from './contract.ts'
import { lessons } from './index.ts'
import { optionFor, verdictOf } from './judge.ts'
import { perform } from './run.ts'
import { completed } from './shared/inputs.ts'

const wasmPaths = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url))
const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths }))))
const project = new URL('../../', import.meta.url)
afterAll(() => engine.terminate())

/** Models of one's own, each with an input: of pictures (made-up ones here), a table, a text. */
const own = {
  picture: { folder: 'public/samples/keras', input: null },
  table: { folder: 'public/samples/table', input: 'abalone.csv' },
  text: { folder: 'e2e/fixtures/language', input: 'snippet.txt' },
} as const

async function filesIn(folder: string) {
  const names = await readdir(new URL(folder, project), { recursive: true, withFileTypes: true })
  const paths = names.filter((one) => one.isFile()).map((one) => `${one.parentPath}/${one.name}`)
  // There is no decoder of pictures in Node.
  const wanted = paths.filter((path) => !/\.(png|jpg|webp|svg)$/.test(path))
  return Promise.all(
    wanted.map(async (path) => ({ path: path.split(`${folder}/`)[1] ?? path, file: new Blob([await readFile(path)]) })),
  )
}

async function load(folder: string, backend: 'wasm' | 'cpu', input: string | null) {
  const opened = await engine.call('open', { drop: folder, files: await filesIn(folder) })
  const candidate = opened.models[0]?.id ?? ''
  const source = { drop: folder, candidate, beside: [] }
  const request = { session: `${folder} ${backend}`, ...source, backend, signature: null, optimise: true, lost: [] }
  const model = await engine.call('load', request)
  const file = opened.inputs.find(({ name }) => name === input)?.file
  const bound =
    file === undefined
      ? []
      : model.inputs.map(({ name }) => ({
          input: name,
          source: { kind: 'file', file } as const,
          dims: {},
          settings: [],
        }))
  const topic: Topic = { name: folder, input: input ?? 'made-up numbers', fed: file !== undefined, own: true }
  return { topic, model, source, bindings: completed(bound, model.inputs), temporary: false }
}

/** The model itself, or the sample of the lesson that can show the effect. */
async function subjectFor(lesson: Lesson, mine: Subject, backend: 'wasm' | 'cpu'): Promise<Subject> {
  if (lesson.unfit(mine.model, mine.topic) === null) return mine
  const [sample] = lesson.id === 'shapes' ? ['table'] : lesson.samples
  const input = sample === 'table' ? 'abalone.csv' : null
  return load(`public/samples/${sample}`, backend, input)
}

/** `npm run check:lessons` tries every model on both; otherwise plain JavaScript gets the smallest one. */
const isWide = process.env.GLASSBOX_WIDE === '1'
const modelsFor = (backend: 'wasm' | 'cpu') =>
  Object.entries(own).filter(([kind]) => isWide || backend === 'wasm' || kind === 'table')

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  describe.each(modelsFor(backend))('with a model of one’s own, %s,', (_, { folder, input }) => {
    it('every lesson comes to a verdict, right for a right guess and for a wrong one', async () => {
      const mine = await load(folder, backend, input)
      const before = await engine.call('hashWeights', { session: mine.model.session })
      for (const lesson of lessons) {
        const subject = await subjectFor(lesson, mine, backend)
        const rows: Row[] = []
        const steps: number[] = []
        const loaded: LoadedModel[] = []
        const call: typeof engine.call = async (method, request, options) => {
          const value = await engine.call(method, request, options)
          if (method === 'load') loaded.push(value as LoadedModel)
          return value
        }
        const { lab, close } = openLab({
          call,
          subject,
          setting: {},
          signal: new AbortController().signal,
          onStep: (step) => steps.push(step),
          onRow: (row) => rows.push(row),
          held: new Set(),
        })
        const outcome = await perform(lesson, lab)
        await close()
        const where = `${lesson.id}, ${subject.topic.name}, ${backend}`
        if (outcome.kind !== 'found') throw new Error(where)
        expect(rows.length, where).toBeGreaterThan(0)
        expect(steps, where).toEqual(lesson.steps(subject.topic, {}).map((_text, i) => i))
        // Its sessions are its own, and none is left.
        expect(loaded.map(({ session }) => session)).not.toContain(mine.model.session)
        for (const { session } of loaded)
          await expect(engine.call('parts', { session }), where).rejects.toMatchObject({ code: 'not-loaded' })
        const { answer } = outcome.finding
        if (answer === null) continue
        const prediction = lesson.prediction(subject.topic)
        const right = optionFor(prediction, answer)?.id
        const guesses = prediction.kind === 'choice' ? prediction.options.map(({ id }) => id) : []
        for (const option of guesses)
          expect(verdictOf(prediction, { kind: 'choice', option }, outcome).agrees, where).toBe(option === right)
      }
      expect(await engine.call('hashWeights', { session: mine.model.session })).toEqual(before)
    }, 60_000)
  })
})
