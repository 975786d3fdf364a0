import { describe, expect, it } from 'vitest'
import schema from '../../docs/result.schema.json' with { type: 'json' }
import type { RunResult } from '../base/run.ts'
import { defaultOptions, type ExportOptions } from './contract.ts'
import { floats, input, output, result, scoresOf, step } from './fixtures/results.ts'
import { fullLength, headLength, json, schemaId } from './json.ts'
import { violations } from './json-schema.fixture.ts'

const labels = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']
/** emotion-gray64 on face.png. */
const emotion = floats([1, 7], [0.0461483, 0.00017304, 0.0446595, 0.000769941, 0.888193, 0.000546817, 0.0195094])
const plan = [
  step('resize', { method: 'stretch', kernel: 'bilinear', width: 64, height: 64 }),
  step('scale', { mode: 'custom', mean: [127.5], std: [127.5] }),
]
/** A steady run of that many ms in all. */
const steady = (ms: number) => ({ runMs: ms - 1, readbackMs: 1 })
const full = result([output(emotion, [scoresOf(emotion, labels)])], [input({ plan })])

async function exported(run: RunResult, options: Partial<ExportOptions> = {}) {
  return JSON.parse(String(await json.make(run, { ...defaultOptions, ...options })))
}

describe('the JSON export', () => {
  it('keeps to the schema in docs', async () => {
    const options = {
      load: [
        { id: 'files', ms: 3, bytes: 860_160 },
        { id: 'backend', ms: 90, bytes: null },
      ],
      benchmark: { backend: 'wasm', runs: [4, 5, 6].map(steady), endToEnd: [10], memory: null },
      environment: { userAgent: 'test', cores: 2, crossOriginIsolated: true },
    } as const
    expect(violations(await exported(full, options), schema)).toEqual([])
    expect(violations(await exported(full), schema)).toEqual([])
    expect(schema.$id).toBe(schemaId)
  })
  it('is checked by a check that finds faults', async () => {
    const record = await exported(full)
    expect(violations({ ...record, schema: 'other', memory: 'much' }, schema)).toEqual([
      '$.schema: glassbox-result/1 expected',
      '$.memory: number or null expected, string found',
    ])
    expect(violations({}, schema)).toHaveLength(11)
  })
  it('holds every value exactly, and the best classes', async () => {
    const { outputs } = await exported(full)
    expect(outputs[0].values).toEqual([...(emotion.data as Float32Array)])
    expect(outputs[0].top.slice(0, 2)).toEqual([
      { label: 'sad', index: 4, value: Math.fround(0.888193) },
      { label: 'angry', index: 0, value: Math.fround(0.0461483) },
    ])
    expect(outputs[0]).toMatchObject({
      name: 'Identity',
      dtype: 'float32',
      shape: [1, 7],
      view: 'scores',
      truncated: false,
      applied: 'none',
      labels: 'labels.txt',
    })
    expect(outputs[0].topRows).toBeUndefined()
  })
  it('lists the preprocessing with its values and who chose them', async () => {
    expect((await exported(full)).preprocessing[1]).toEqual({
      input: 'input_1',
      id: 'scale',
      label: 'scale',
      summary: 'custom, 127.5, 127.5',
      reason: 'the input asks for it',
      certainty: 'certain',
      chosenBy: 'automatic',
      values: { mode: 'custom', mean: [127.5], std: [127.5] },
    })
  })
  it('takes steady runs from a measurement, else from the run itself', async () => {
    const measured = await exported(full, {
      benchmark: { backend: 'wasm', runs: [6, 4, 5].map(steady), endToEnd: [], memory: null },
    })
    expect(measured.latency).toMatchObject({
      first: 216.5,
      runs: [6, 4, 5],
      p50: 5,
      p95: expect.closeTo(5.9, 9),
      endToEnd: 10,
    })
    expect((await exported(full)).latency).toMatchObject({ first: 216.5, runs: [4], p50: 4, p95: 4 })
  })
  it('puts the stages of load and run in the order of the data', async () => {
    const { latency } = await exported(full, {
      load: [
        { id: 'weights', ms: 31, bytes: 800_000 },
        { id: 'files', ms: 3, bytes: null },
      ],
    })
    expect(latency.stages.map(({ id }: { id: string }) => id)).toEqual([
      'files',
      'weights',
      'compile',
      'input',
      'run',
      'readback',
      'result',
    ])
    expect(latency.stages[1]).toEqual({ id: 'weights', ms: 31, bytes: 800_000 })
  })
  it('writes NaN and infinities as words', async () => {
    const odd = floats([1, 4], [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1])
    const record = await exported(result([output(odd, [scoresOf(odd, ['a', 'b', 'c', 'd'])])]))
    expect(record.outputs[0].values).toEqual(['NaN', 'Infinity', '-Infinity', 1])
    expect(record.outputs[0].stats).toMatchObject({ nan: 1, inf: 2, min: 1, max: 1 })
    expect(violations(record, schema)).toEqual([])
  })
  it('cuts what is too long, and says so', async () => {
    const all = await exported(
      result([output({ dtype: 'int32', shape: [fullLength], data: new Int32Array(fullLength) })]),
    )
    expect(all.outputs[0]).toMatchObject({ truncated: false, view: 'tensor', top: [] })
    expect(all.outputs[0].values).toHaveLength(fullLength)
    const cut = await exported(
      result([output({ dtype: 'int32', shape: [fullLength + 1], data: new Int32Array(fullLength + 1) })]),
    )
    expect(cut.outputs[0].truncated).toBe(true)
    expect(cut.outputs[0].values).toHaveLength(headLength)
  })
  it('writes strings as they are', async () => {
    const record = await exported(result([output({ dtype: 'string', shape: [2], data: ['asm', '"c"\n'] })]))
    expect(record.outputs[0].values).toEqual(['asm', '"c"\n'])
    expect(violations(record, schema)).toEqual([])
  })
  it('gives the best classes of each row of a batch', async () => {
    const batch = floats([2, 2], [0.25, 0.75, 0.5, 0.5])
    const [first] = (await exported(result([output(batch, [scoresOf(batch, ['cat', 'dog'])])]))).outputs
    expect(first.topRows.map((top: { label: string }[]) => top[0]?.label)).toEqual(['dog', 'cat'])
    expect(first.top).toEqual(first.topRows[0])
  })
  it('tells how each group of outputs is read', async () => {
    const age = output(
      floats([2, 1], [9.25, Number.NaN]),
      [{ view: 'numbers', data: { labels: ['rings'], rows: 2 } }],
      'age',
    )
    const word = output(
      { dtype: 'string', shape: [1], data: ['old'] },
      [{ view: 'text', data: { rows: ['old'] } }],
      'w',
    )
    const record = await exported(result([output(emotion, [scoresOf(emotion, labels)]), age, word]))
    expect(violations(record, schema)).toEqual([])
    expect(record.readings).toEqual([
      {
        view: 'scores',
        outputs: ['Identity'],
        reason: 'it fits',
        options: {},
        data: {
          classes: 7,
          applied: 'none',
          labels: 'labels.txt',
          rows: [
            [
              { label: 'sad', index: 4, value: Math.fround(0.888193) },
              { label: 'angry', index: 0, value: Math.fround(0.0461483) },
            ],
          ],
        },
      },
      {
        view: 'numbers',
        outputs: ['age'],
        reason: 'it fits',
        options: {},
        data: { labels: ['rings'], rows: [[9.25], ['NaN']] },
      },
      { view: 'text', outputs: ['w'], reason: 'it fits', options: {}, data: { rows: ['old'] } },
    ])
  })
  it('gives the values that are shown: with the activation that the person chose', async () => {
    const logits = floats([1, 2], [0, 0])
    const record = await exported(result([output(logits, [scoresOf(logits, ['a', 'b'], { applied: 'sigmoid' })])]))
    expect(record.outputs[0]).toMatchObject({
      values: [0, 0],
      applied: 'sigmoid',
      top: [{ value: 0.5 }, { value: 0.5 }],
    })
  })
  it('gives the view of an output that another one only uses', async () => {
    const run = result([output(emotion, [scoresOf(emotion, labels)])])
    const [group] = run.groups
    const [main] = run.outputs
    if (group === undefined || main === undefined) throw new Error('the fixture has no group')
    const names = output({ dtype: 'string', shape: [7], data: labels }, [], 'names')
    const own = { id: 'text', view: 'text', fit: 0.9, reason: '', uses: ['names'], options: [] } as const
    const together = { ...group, outputs: ['Identity', 'names'], candidates: [...group.candidates, own] }
    const record = await exported({ ...run, outputs: [main, names], groups: [together] })
    expect(record.outputs.map(({ view }: { view: string }) => view)).toEqual(['scores', 'text'])
  })
})
