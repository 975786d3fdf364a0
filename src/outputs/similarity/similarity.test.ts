import { describe, expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { ReadContext } from '../contract.ts'
import { decodeIn, stringsOf, tensorOf, wave } from '../fixtures.ts'
import { readOutputs } from '../groups.ts'
import { similarity } from './index.ts'

interface Made {
  readonly ops?: readonly string[]
  readonly names?: readonly string[]
  readonly labels?: readonly string[]
  readonly input?: readonly number[]
}

function contextFor(value: TensorValue, { ops = [], names = [], labels, input = [1, 224, 224, 3] }: Made): ReadContext {
  return {
    metadata: { ...noMetadata, labels: labels ?? null },
    inputs: [{ name: 'x', dtype: 'float32', shape: input, geometry: null }],
    outputs: [{ name: 'y', shape: value.shape, trace: { names, ops } }],
  }
}

const viewOf = (value: TensorValue, made: Made = {}) =>
  readOutputs([{ name: 'y', value }], contextFor(value, made))[0]?.shown.interpretation.view

const unit = (width: number, rows = 1) => {
  const data = Array.from({ length: rows }, (_, row) => wave(width, 1).map((x, i) => x + row * (i % 3)))
  return tensorOf(
    [rows, width],
    data.flatMap((one) => one.map((x) => x / Math.hypot(...one))),
  )
}

describe('vectors are compared', () => {
  it('if the model scales them to length 1', () => {
    // MobileFaceNet: `embeddings`, a Mul with the reciprocal root of the sum of squares.
    expect(viewOf(unit(192), { ops: ['Mul'], names: ['embeddings', 'embeddings/Rsqrt'] })).toBe('similarity')
    expect(viewOf(unit(20, 3), { ops: ['RealDiv'], names: ['Identity', 'model/tf.math.divide'] })).toBe('similarity')
  })
  it('if they are named as embeddings or pooled features', () => {
    const value = tensorOf([1, 1280], wave(1280, 2))
    expect(viewOf(value, { ops: ['Mean'], names: ['Identity', 'model/global_average_pooling2d/Mean'] })).toBe(
      'similarity',
    )
    expect(viewOf(value, { ops: ['BiasAdd'], names: ['Identity', 'net/sentence_embedding/BiasAdd'] })).toBe(
      'similarity',
    )
    expect(viewOf(value, { ops: ['Relu'], names: ['feature_vector', 'net/out_relu/Relu6'] })).toBe('similarity')
  })
  it('if the model ends in a wide pooling or normalisation', () => {
    expect(viewOf(tensorOf([1, 512], wave(512, 2)), { ops: ['FusedBatchNormV3'] })).toBe('similarity')
    expect(viewOf(tensorOf([1, 1024], wave(1024, 2)), { ops: ['Mean'] })).toBe('similarity')
  })
})

describe('vectors are not compared at first', () => {
  it.each<[string, TensorValue, Made]>([
    ['logits of a wide classifier', tensorOf([1, 1000], wave(1000, 4)), { ops: ['BiasAdd'], names: ['predictions'] }],
    [
      'pooled logits of ImageNet',
      tensorOf([1, 1000], wave(1000, 4)),
      { ops: ['Mean'], names: ['global_average_pooling2d_1/Mean'] },
    ],
    [
      'pooled classes with names',
      tensorOf([1, 128], wave(128, 4)),
      { ops: ['Mean'], labels: wave(128, 1).map(String) },
    ],
    [
      'logits after an embedding of words',
      tensorOf([1, 20], wave(20, 4)),
      { ops: ['BiasAdd'], names: ['logits', 'logits/MatMul', 'embedding/Gather'] },
    ],
    ['a looked up word', tensorOf([1, 20], wave(20, 4)), { names: ['flatten/Reshape', 'embedding/Gather'] }],
    ['a certain softmax', tensorOf([1, 20], [1, ...wave(19, 0)]), { ops: ['Softmax'] }],
    ['a certain softmax without a trace', tensorOf([1, 20], [1, ...wave(19, 0)]), {}],
    ['a regression with many targets', tensorOf([1, 64], wave(64, 3)), { ops: ['BiasAdd'] }],
  ])('%s', (_what, value, made) => {
    expect(viewOf(value, made)).not.toBe('similarity')
  })
  it('and never strings, narrow rows and maps', () => {
    for (const value of [
      stringsOf([1, 20], wave(20, 1).map(String)),
      tensorOf([1, 8], wave(8, 1)),
      tensorOf([1, 4, 4, 32], wave(512, 1)),
    ])
      expect(similarity.match([{ name: 'y', value }], contextFor(value, {}))).toEqual([])
  })
})

describe('the data', () => {
  it('has one vector per row of the batch', () => {
    const value = unit(20, 2)
    const { data } = decodeIn(similarity, [{ name: 'y', value }], contextFor(value, { ops: ['Mul'] }))
    expect(data).toMatchObject({ at: 0, measure: 'cosine', isNormalised: true })
    expect(data.vectors).toMatchObject({ names: ['row 0', 'row 1'], width: 20 })
    expect(data.vectors.data).toEqual(value.data)
    expect(data.caveat).toBe('')
  })
  it('warns of photos where faces are expected', () => {
    const value = unit(192)
    const { data } = decodeIn(similarity, [{ name: 'y', value }], contextFor(value, { input: [1, 112, 112, 3] }))
    expect(data.caveat).toContain('cropped and aligned')
  })
})
