import { stage } from '../base/ledger.ts'
import type { PlannedStep } from '../base/plan.ts'
import type { OutputReading, OutputResult, RunInput, RunResult } from '../base/run.ts'
import { statsOf, type TensorValue } from '../base/tensor.ts'

/** A tensor of float32, for tests. */
export function floats(shape: readonly number[], data: readonly number[]): TensorValue {
  return { dtype: 'float32', shape, data: Float32Array.from(data) }
}

export function output(value: TensorValue, readings: readonly OutputReading[] = [], name = 'Identity'): OutputResult {
  const last: OutputReading = { view: 'tensor', data: { axes: null } }
  return { name, dtype: value.dtype, shape: value.shape, stats: statsOf(value), value, readings: [...readings, last] }
}

/** Scores in the order of the values, best first, without any softmax. */
export function scoresOf(value: TensorValue, labels: readonly string[]): OutputReading {
  const width = labels.length
  const rows = Array.from({ length: value.data.length / width }, (_, row) => ({
    top: labels
      .map((label, index) => ({ label, index, value: Number(value.data[row * width + index]) }))
      .sort((a, b) => b.value - a.value),
  }))
  return { view: 'scores', data: { rows, classes: width, applied: 'none', note: '', labelsSource: 'labels.txt' } }
}

export function step(id: string, values: Readonly<Record<string, string | number | boolean | readonly number[]>>): PlannedStep {
  return {
    id,
    label: id,
    summary: Object.values(values).map(String).join(', '),
    reason: 'the input asks for it',
    chosenBy: 'automatic',
    values,
    fields: Object.entries(values).map(([name, value]) =>
      typeof value === 'string'
        ? { id: name, label: name, type: 'choice', value, options: [{ id: value, label: value }] }
        : typeof value === 'number'
          ? { id: name, label: name, type: 'number', value, min: null, max: null, integer: true }
          : typeof value === 'boolean'
            ? { id: name, label: name, type: 'switch', value }
            : { id: name, label: name, type: 'numbers', value },
    ),
  }
}

export function input(part: Partial<RunInput> = {}): RunInput {
  const stats = { min: 0, max: 1, mean: 0.5, sum: 6144, nan: 0, inf: 0 }
  return { name: 'input_1', file: 'face.png', dtype: 'float32', shape: [1, 64, 64, 1], stats, plan: [], warnings: [], ...part }
}

/** A result with these outputs, as the engine would give it. */
export function result(outputs: readonly OutputResult[], inputs: readonly RunInput[] = [input()]): RunResult {
  return {
    settings: {
      model: {
        name: 'emotion',
        format: 'tfjs-graph',
        bytes: 860_160,
        hash: '0123456789abcdef',
        signature: 'serving_default',
        operations: { before: 41, after: 41 },
        repairs: [],
      },
      backend: {
        id: 'wasm',
        ladder: [
          { id: 'webgpu', state: 'unavailable', reason: 'no adapter: the browser has WebGPU switched off', device: '' },
          { id: 'webgl', state: 'software', reason: 'emulated on the CPU', device: 'SwiftShader' },
          { id: 'wasm', state: 'in-use', reason: 'SIMD, 2 threads', device: '' },
          { id: 'cpu', state: 'ready', reason: '', device: '' },
        ],
      },
      inputs,
    },
    outputs,
    ledger: [
      stage('compile', { ms: 212.5 }),
      stage('input', { ms: 5.75, bytes: 16_384 }),
      stage('run', { ms: 3.5 }),
      stage('readback', { ms: 0.5, bytes: 28 }),
      stage('result', { ms: 0.25, value: 'sad 89 %' }),
    ],
    first: true,
    ms: 4,
    firstMs: 216.5,
    endToEnd: 10,
    memory: 1_720_320,
    recoveries: [],
  }
}
