import { type MadeFile, made } from './app.ts'

/** An output that is the same for every picture. */
export interface FixedOutput {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: readonly number[]
  /** The op that seems to compute it: `Sigmoid`, `Softmax`. */
  readonly op?: string
}

const dims = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) })
const float = { type: 'DT_FLOAT' }

/**
 * A TensorFlow.js graph model of a picture `[1, side, side, 3]` whose outputs are known, as files in memory. Zero times
 * the mean of the picture is added to each, so that nothing can be computed beforehand.
 */
export function fixedModel(side: number, outputs: readonly FixedOutput[]): readonly MadeFile[] {
  const weights = outputs.map(({ name, shape, values }) => ({ name: `${name}/values`, shape, values }))
  const constants = [
    ...weights.map(({ name, shape }) => constant(name, shape)),
    constant('zero', []),
    { ...constant('axes', [4]), attr: { dtype: { type: 'DT_INT32' }, value: tensor('DT_INT32', [4]) } },
  ]
  const node = (name: string, op: string, input: readonly string[]) => ({ name, op, input, attr: { T: float } })
  const modelTopology = {
    node: [
      { name: 'image', op: 'Placeholder', attr: { dtype: float, shape: { shape: dims([1, side, side, 3]) } } },
      ...constants,
      { ...node('mean', 'Mean', ['image', 'axes']), attr: { T: float, Tidx: { type: 'DT_INT32' } } },
      node('nothing', 'Mul', ['mean', 'zero']),
      ...outputs.flatMap(({ name, op = 'Identity' }) => [
        node(`${name}/sum`, 'AddV2', [`${name}/values`, 'nothing']),
        node(name, op, [`${name}/sum`]),
      ]),
    ],
    versions: { producer: 175 },
  }
  const specs = [
    ...weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    { name: 'zero', shape: [], dtype: 'float32' },
    { name: 'axes', shape: [4], dtype: 'int32' },
  ]
  const model = { format: 'graph-model', modelTopology, weightsManifest: [{ paths: ['weights.bin'], weights: specs }] }
  const floats = Float32Array.from([...weights.flatMap(({ values }) => values), 0])
  const bytes = Buffer.concat([Buffer.from(floats.buffer), Buffer.from(Int32Array.of(0, 1, 2, 3).buffer)])
  return [made('model.json', JSON.stringify(model)), made('weights.bin', bytes)]
}

function constant(name: string, shape: readonly number[]) {
  return { name, op: 'Const', attr: { dtype: float, value: tensor('DT_FLOAT', shape) } }
}

function tensor(dtype: string, shape: readonly number[]) {
  return { tensor: { dtype, tensorShape: dims(shape) } }
}
