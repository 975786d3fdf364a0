import { expect, it } from 'vitest'
import type { Shape } from '../base/tensor.ts'
import type { Graph, GraphInput } from '../graph/graph.ts'
import { cluesOfSound } from './sound.ts'

function answerTo(shape: Shape, outputs: readonly (readonly [name: string, shape: Shape | null])[]) {
  const input: GraphInput = { name: 'x', node: 'x', dtype: 'float32', shape }
  const graph = { outputs: outputs.map(([name, of]) => ({ name, shape: of })) } as unknown as Graph
  return cluesOfSound(input, graph)[0]
}

it.each([
  ['Basic Pitch', [null, 43_844, 1], [['note', [null, 172, 88]]], { rate: 22_050, hop: 36_164, lead: 3840 }],
  ['CREPE', [null, 1024], [['classifier', [null, 360]]], { rate: 16_000, hop: 160, level: 'standardised' }],
  [
    'SPICE',
    [null],
    [
      ['pitch', [null]],
      ['uncertainty', [null]],
    ],
    { rate: 16_000 },
  ],
  ['YAMNet', [15_600], [['scores', [1, 521]]], { rate: 16_000, hop: 7680 }],
  [
    'YAMNet',
    [null],
    [
      ['scores', [null, 521]],
      ['embeddings', [null, 1024]],
    ],
    { rate: 16_000 },
  ],
  ['speech commands', [null, 43, 232, 1], [['y', [null, 20]]], { rate: 44_100, spectrum: 'speech-commands' }],
  ['VGGish', [null, 96, 64, 1], [['y', [null, 128]]], { rate: 16_000, spectrum: 'vggish' }],
  ['the tutorial', [null, 124, 129, 1], [['y', [null, 8]]], { rate: 16_000, spectrum: 'magnitude' }],
] as const)('the shapes of %s tell how it takes a sound', (_name, shape, outputs, answer) => {
  expect(answerTo(shape, outputs)?.answer).toMatchObject(answer)
})

it.each([
  ['a classifier of features of 1024 numbers', [null, 1024], [['y', [null, 10]]]],
  ['a picture', [null, 224, 224, 3], [['y', [null, 1000]]]],
  ['a table', [null, 8], [['y', [null, 1]]]],
  ['digits', [null, 28, 28], [['y', [null, 10]]]],
] as const)('%s is no sound', (_name, shape, outputs) => {
  expect(answerTo(shape, outputs)).toBeUndefined()
})
