import { expect, it } from 'vitest'
import { madeNode } from '../fixtures/nodes.ts'
import { sentenceOf } from './sentences.ts'

const strides = (step: number) => [['strides', `[1, ${step}, ${step}, 1]`]] as const
const conv = madeNode('conv', 'Conv2D', { weights: [[3, 3, 16, 128]], attributes: strides(1) })

it('says what a layer does in terms of its own settings', () => {
  expect(sentenceOf([conv])).toBe('Slides 128 filters of 3 × 3 over 16 maps, step 1.')
  expect(sentenceOf([conv, madeNode('bias', 'BiasAdd', { weights: [[128]] }), madeNode('relu', 'Relu')])).toBe(
    'Slides 128 filters of 3 × 3 over 16 maps, step 1, then adds one number per channel, 128 in all, then replaces negative values with 0.',
  )
  expect(sentenceOf([madeNode('c', 'Conv2D', { weights: [[1, 1, 128, 1]], attributes: strides(1) })])).toBe(
    'Mixes 128 maps into 1 new one, spot by spot.',
  )
  const depthwise = madeNode('d', 'DepthwiseConv2dNative', { weights: [[5, 5, 96, 1]], attributes: strides(2) })
  expect(sentenceOf([depthwise])).toBe('Slides one filter of 5 × 5 over each of 96 maps on its own, step 2.')
  const dense = madeNode('m', 'MatMul', { inputs: [['batch', 128]], output: ['batch', 10], weights: [[128, 10]] })
  expect(sentenceOf([dense])).toBe('Makes 10 numbers of 128, each a weighted sum of all of them.')
  const pool = madeNode('p', 'MaxPool', { attributes: [['ksize', '[1, 2, 2, 1]'], ...strides(2)] })
  expect(sentenceOf([pool])).toBe('Keeps the largest of every 2 × 2 spots, step 2.')
  const embedding = madeNode('e', 'GatherV2', { weights: [[500, 32]] })
  expect(sentenceOf([embedding])).toBe('Looks up a row of 32 numbers for each id, out of 500 rows.')
})

it('names what passes fused into an operation', () => {
  const fused = madeNode('f', '_FusedConv2D', {
    weights: [[3, 3, 3, 8]],
    attributes: [...strides(1), ['fused_ops', '[BiasAdd, Relu6]']],
  })
  expect(sentenceOf([fused])).toBe(
    'Slides 8 filters of 3 × 3 over 3 maps, step 1, then adds one number per channel, then limits each value to 0 … 6.',
  )
})

it('tells a fixed number, a weight and a computed value apart', () => {
  expect(
    sentenceOf([
      madeNode('a', 'AddV2', {
        inputs: [
          ['batch', 4],
          ['batch', 4],
        ],
      }),
    ]),
  ).toBe('Adds two results, element by element.')
  expect(sentenceOf([madeNode('a', 'Mul', { inputs: [['batch', 4], []] })])).toBe(
    'Multiplies by a fixed number for each value.',
  )
  expect(sentenceOf([madeNode('a', 'Mul', { inputs: [['batch', 4], [4]], weights: [[4]] })])).toBe(
    'Multiplies by a weight for each value.',
  )
})

it('sums up many operations by the one that does most of the arithmetic', () => {
  const nodes = ['Mul', 'AddV2', 'Tanh', 'Softmax'].map((op) => madeNode(op, op, { flops: 10 }))
  expect(sentenceOf([...nodes, { ...conv, work: { flops: 999, exact: true } }])).toBe(
    'Slides 128 filters of 3 × 3 over 16 maps, step 1; 4 other operations around it.',
  )
  expect(sentenceOf([madeNode('u', 'SomethingNew')])).toBe('Computes SomethingNew.')
})
