import { beforeAll, describe, expect, it } from 'vitest'
import { formatBytes } from '../../base/format.ts'
import { stage } from '../../base/ledger.ts'
import { realRun } from './fixtures/real-run.ts'
import { figureOf, rowsOf, sentencesOf } from './index.ts'

type Ledger = Awaited<ReturnType<typeof realRun>>

/** One Dense layer: a matrix product and a bias, fused by the optimiser. */
const dense = ['rn_bundle_layers/bundle_model_test.json', 'rn_bundle_layers/bundle_model_test_weights.bin']

let first: Ledger
let plain: Ledger

beforeAll(async () => {
  first = await realRun(dense, { backend: 'cpu', optimise: true, runs: 1 })
  plain = await realRun(dense, { backend: 'wasm', optimise: false, runs: 2 })
}, 60_000)

/** Label → value, without the measured times. */
const figures = (rows: ReturnType<typeof rowsOf>) =>
  Object.fromEntries(rows.filter(({ value }) => !/ (ms|s)$/.test(value)).map(({ label, value }) => [label, value]))

const labels = (rows: ReturnType<typeof rowsOf>) => rows.map(({ label }) => label)

const untimed = (sentences: readonly string[]) => sentences.map((text) => text.replace(/[\d.]+ ms/, 'N ms'))

describe('files', () => {
  it('counts the files found', () => {
    expect(sentencesOf(first('files'))).toEqual([
      'Listed 2 files, 933 bytes in total, and detected the format of each by its first bytes, not by its name.',
      'Found 1 model, 0 input files and 1 file that belongs to a model.',
      'The page keeps only file handles. It reads bytes in place when needed and uploads nothing.',
    ])
    expect(labels(rowsOf(first('files')))).toEqual(['Time to list', 'Size', 'Files'])
    expect(figures(rowsOf(first('files')))).toEqual({ Size: '933 bytes', Files: '2' })
  })
  it('counts the skipped files', () => {
    const { facts } = first('files')
    expect(sentencesOf(stage('files', { ...facts, sidecars: 2, skipped: 3 }))[1]).toBe(
      'Found 1 model, 0 input files and 2 files that belong to a model; 3 skipped.',
    )
  })
})

describe('parse', () => {
  it('counts layers and operations, and lists the passes by their labels', () => {
    expect(untimed(sentencesOf(first('parse')))).toEqual([
      'Read rn_bundle_layers/bundle_model_test.json as TensorFlow.js layers model: 1 layer, 11 parameters.',
      'Optimised from 2 to 1 operation in N ms.',
      `${first('parse').facts.optimisation.passes[0]?.label}: 1 place, 1 operation fewer.`,
      'Most frequent as run: _FusedMatMul × 1.',
      'The model takes dense_Dense2_input [?, 10] float32 and returns 1 output.',
    ])
    expect(figures(rowsOf(first('parse')))).toEqual({
      'Operations as read → as run': '2 → 1',
      'Converted by': 'not stated',
      'Trained with': 'TensorFlow.js tfjs-layers v1.2.7',
      'Topology hash': first('parse').facts.hash,
    })
  })
  it('counts no nodes of a graph file, which are not the operations as read', () => {
    const { facts } = plain('parse')
    const [read] = sentencesOf(stage('parse', { ...facts, topology: { count: 11, unit: 'operation' } }))
    expect(read).toMatch(/: 11 parameters\.$/)
  })
  it('states that the optimiser is off or found nothing', () => {
    expect(sentencesOf(plain('parse'))).toContain('The optimiser is off. The graph runs unchanged.')
    const { facts } = plain('parse')
    const pass = { id: 'a', label: 'Splits it', changes: 2, places: [], targets: 0, removed: -3 }
    const parse = (enabled: boolean, removed?: number) =>
      sentencesOf(
        stage('parse', {
          ...facts,
          optimisation: {
            ...facts.optimisation,
            enabled,
            passes: removed === undefined ? [] : [{ ...pass, removed }],
          },
        }),
      )
    expect(parse(true)[1]).toBe('The optimiser found nothing to rewrite.')
    expect(parse(false, -3).slice(1, 3)).toEqual([
      'The optimiser is off. Only the rewrites required by kernels were applied.',
      'Splits it: 2 places, 3 operations more.',
    ])
    expect(parse(true, 0)[2]).toBe('Splits it: 2 places, same number of operations.')
  })
  it('lists repairs, and states that there is no input', () => {
    const { facts } = first('parse')
    const sentences = sentencesOf(stage('parse', { ...facts, inputs: [], frequent: [], repairs: ['Fixed.'] }))
    expect(sentences.slice(-2)).toEqual(['The model takes no input and returns 1 output.', 'Fixed.'])
  })
})

describe('weights', () => {
  it('counts tensors, bytes and files', () => {
    expect(sentencesOf(plain('weights'))).toEqual([
      'Read 2 tensors, 44 bytes, one at a time from 1 file for the Wasm backend. Files are never joined in memory.',
      'The weights are not quantised.',
    ])
    expect(labels(rowsOf(plain('weights')))).toEqual(['Time', 'Bytes in files', 'Tensors', 'Rate'])
  })
  it('shows the rate per second and the stored dtype', () => {
    const { facts } = plain('weights')
    const quantised = stage(
      'weights',
      { ...facts, quantisation: 'uint8', warnings: ['A NaN.'] },
      { ms: 20, bytes: 1e6 },
    )
    expect(figures([...rowsOf(quantised)])).toMatchObject({ Rate: '50 MB/s', Tensors: '2' })
    expect(sentencesOf(quantised).slice(1)).toEqual([
      'The weights are stored as uint8 and expanded to 32 bits when read.',
      'A NaN.',
    ])
    expect(figures(rowsOf(stage('weights', facts)))).toMatchObject({ Rate: '0 bytes/s' })
  })
})

describe('backend', () => {
  it('shows the reason of every rung and the details of the execution', () => {
    const sentences = sentencesOf(plain('backend'))
    expect(sentences.map((text) => text.split(':')[0])).toEqual(['WebGPU', 'WebGL', 'Wasm', 'CPU', sentences[4]])
    expect(sentences[4]).toMatch(/^The first run packs the weights/)
    expect(figureOf(plain('backend'))).toBe('Wasm')
    expect(figures(rowsOf(plain('backend')))).toEqual({ 'In use': 'Wasm', Device: 'not stated' })
    expect(labels(rowsOf(plain('backend')))).toEqual(['Start and self-test', 'In use', 'Device', 'Model built in'])
  })
  it('lists the first few operations that make a graph asynchronous', () => {
    const operations = ['While', 'Where', 'Switch', 'Merge', 'Exit', 'Enter', 'If'].map((op) => ({ op, count: 2 }))
    const sentence = (count: number) =>
      sentencesOf(
        stage('backend', {
          ...first('backend').facts,
          details: [{ code: 'asynchronous', operations: operations.slice(0, count) }],
        }),
      ).at(-1)
    expect(sentence(2)).toBe('Runs asynchronously because the graph contains While (2), Where (2).')
    expect(sentence(7)).toMatch(/Enter \(2\) and 1 more\.$/)
  })
})

describe('compile', () => {
  it('states that nothing is compiled in advance', () => {
    expect(sentencesOf(first('compile'))).toEqual([
      'CPU compiles nothing in advance for this model. One-time work is part of the first run.',
    ])
    expect(figureOf(first('compile'))).toBe('none')
    expect(rowsOf(first('compile'))).toEqual([])
  })
  it('counts shader programs, or shows why compiling in advance failed', () => {
    const compiled = (programs: number) => stage('compile', { code: 'compiled', programs }, { ms: 212 })
    expect(sentencesOf(compiled(52))).toEqual(['Compiled 52 shader programs in parallel.'])
    expect(sentencesOf(compiled(0))).toEqual(['All shader programs for these shapes were already compiled.'])
    expect(figureOf(compiled(52))).toBe('212 ms')
    expect(sentencesOf(stage('compile', { code: 'failed', message: 'link error' }))).toEqual([
      'Compiling in advance failed (link error); the first run compiles the programs instead.',
    ])
  })
})

describe('input', () => {
  it('lists the source, each step with its reason, and the input tensor', () => {
    expect(sentencesOf(first('input'))).toEqual([
      'dense_Dense2_input: ramp, float32 [1, 10].',
      expect.stringMatching(/^Fill: ramp, float32 \[1, 10\] \(the input's shape is \[\?, 10\].*\)\.$/),
    ])
    expect(figures(rowsOf(first('input')))).toEqual({
      Data: '40 bytes',
      'dense_Dense2_input, shape': '[1, 10] float32',
      'dense_Dense2_input, values': '0 … 0.03529, mean 0.01765',
    })
  })
  it('states no range of NaN, and none of strings', () => {
    const [one] = first('input').facts.inputs
    if (one === undefined) throw new Error('no input')
    const rows = (change: Partial<typeof one>) => figures(rowsOf(stage('input', { inputs: [{ ...one, ...change }] })))
    const stats = { min: 0, max: 0, mean: 0, sum: 0, nan: 10, inf: 0 }
    expect(rows({ stats })).toMatchObject({ 'dense_Dense2_input, values': 'no finite value' })
    expect(rows({ dtype: 'string' })).not.toHaveProperty('dense_Dense2_input, values')
  })
})

describe('run', () => {
  it('counts the operations as run and as read', () => {
    expect(sentencesOf(first('run'))).toEqual([
      '1 operation run (2 as read) on CPU, in one synchronous pass.',
      'This was the first run with these shapes; later runs are usually faster. Run ×N measures them.',
    ])
    expect(sentencesOf(plain('run'))).toEqual(['2 operations run on Wasm, in one synchronous pass.'])
    const { memory } = plain('run').facts
    expect(figures(rowsOf(plain('run')))).toEqual({ 'Memory held': formatBytes(memory ?? 0) })
  })
  it('explains the time of a GPU and missing figures', () => {
    const { facts } = plain('run')
    const run = stage('run', { ...facts, rung: 'webgpu', asynchronous: true, memory: null })
    expect(sentencesOf(run)).toEqual([
      '2 operations run on WebGPU, asynchronously, because the graph contains control flow or string tensors.',
      'On a GPU this is the time to submit the work; waiting for it is part of the read-back.',
    ])
    expect(figures(rowsOf(run))).toEqual({ 'Memory held': 'not reported by this backend' })
    expect(figureOf(run)).toBe('–')
  })
})

describe('readback', () => {
  it('counts outputs and bytes', () => {
    expect(sentencesOf(first('readback'))).toEqual(['Copied 1 output, 4 bytes, from the backend to memory.'])
    expect(figures(rowsOf(first('readback')))).toEqual({ Data: '4 bytes', dense_Dense2: '[1, 1] float32' })
  })
})

describe('result', () => {
  it('shows the headline and the reading of each output', () => {
    expect(sentencesOf(first('result'))).toEqual([
      'dense_Dense2 is read as numbers: there is one number per batch element.',
    ])
    expect(figureOf(first('result'))).toBe('0.1516')
    expect(labels(rowsOf(first('result')))).toEqual(['Time to interpret'])
  })
  it('shows notes of readings, and counts NaN and infinite values', () => {
    const scores = { outputs: ['y', 'names'], view: 'scores', reason: 'they fit', note: 'Softmax was applied.' }
    const map = { outputs: ['map'], view: 'tensor', reason: 'every output is a tensor', note: '' }
    const outputs = [
      { name: 'y', nan: 1, inf: 2 },
      { name: 'map', nan: 0, inf: 0 },
    ]
    const result = stage('result', { headline: null, groups: [scores, map], outputs }, { ms: 3 })
    expect(sentencesOf(result)).toEqual([
      'y and names are together read as scores: they fit. Softmax was applied.',
      'map is read as tensor: every output is a tensor.',
      'y contains 1 NaN and 2 infinite values.',
    ])
    expect(figureOf(result)).toBe('3.0 ms')
  })
})
