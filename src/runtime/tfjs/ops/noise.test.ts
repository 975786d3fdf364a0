import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { OpAttributes } from './attributes.ts'
import { customOps } from './index.ts'

/** Runs an op that takes a shape first. */
async function drawn(op: string, shape: readonly number[], ...others: readonly tf.Tensor[]): Promise<tf.Tensor> {
  const inputs = [tf.tensor1d([...shape], 'int32'), ...others]
  const row = customOps.find((candidate) => candidate.op === op)
  const [output] = (await row?.execute({ tf, inputs, attributes: new OpAttributes({}), lists: {} })) ?? []
  return output as tf.Tensor
}

const seed = () => tf.tensor1d([1, 2], 'int32')
const bounds = () => [tf.scalar(3, 'int32'), tf.scalar(5, 'int32')]

beforeAll(() => tf.setBackend('cpu'))

describe('random numbers', () => {
  it.each([
    ['RandomUniform', [], 0, 1],
    ['RandomStandardNormal', [], -6, 6],
    ['TruncatedNormal', [], -2, 2],
    ['RandomUniformInt', bounds, 3, 4],
  ] as const)('of %s lie in their range', async (op, others, low, high) => {
    const values = Array.from((await drawn(op, [50, 20], ...(typeof others === 'function' ? others() : []))).dataSync())
    expect(values).toHaveLength(1000)
    expect(values.every((value) => value >= low && value <= high)).toBe(true)
    expect(new Set(values).size).toBeGreaterThan(1)
  })

  it('of an empty range are refused, as by TensorFlow', async () => {
    const same = [seed(), tf.scalar(5, 'int32'), tf.scalar(5, 'int32')]
    await expect(drawn('StatelessRandomUniformInt', [2], ...same)).rejects.toMatchObject({ code: 'run-failed' })
  })

  it.each([
    ['RandomUniform', () => []],
    ['RandomStandardNormal', () => []],
    ['TruncatedNormal', () => []],
    ['RandomUniformInt', bounds],
    ['StatelessRandomUniform', () => [seed()]],
    ['StatelessRandomNormal', () => [seed()]],
  ] as const)('of %s: a billion are refused before they are drawn', async (op, others) => {
    const refusal = { code: 'out-of-memory', message: expect.stringMatching(/1\s000\s000\s000 elements/) }
    await expect(drawn(op, [1000, 1_000_000], ...others())).rejects.toMatchObject(refusal)
  })
})
