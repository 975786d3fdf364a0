import { expect, it } from 'vitest'
import { type Constant, float32 } from '../../../../graph/constant.ts'
import { fileOf, input, layer, sequential } from '../../model/fixtures/file.ts'
import { kerasModel } from '../../model/index.ts'
import { run } from '../fixtures/sequences/case.ts'

const texts = { dtype: 'string', shape: [2, 1], data: ['Red, red blue!', 'green'] } as const

async function outputOf(
  config: object,
  vocabulary: string,
  weights: Readonly<Record<string, Constant>> = {},
): Promise<readonly number[]> {
  const strings = { ...(input('x', 1) as object), config: { name: 'x', batch_shape: [null, 1], dtype: 'string' } }
  const text = layer('TextVectorization', 't', {
    standardize: 'lower_and_strip_punctuation',
    split: 'whitespace',
    vocabulary: null,
    ...config,
  })
  const file = {
    ...fileOf(sequential('m', [strings, text]), weights),
    assets: new Map([['assets/layers/text_vectorization/_lookup_layer/vocabulary.txt', vocabulary]]),
  }
  const { graph } = await kerasModel(file).toGraph()
  const [output] = await run(graph, { x: texts })
  return [...(output?.data ?? [])].map(Number)
}

it('reads a vocabulary from adapt(), with any line endings', async () => {
  const expected = [2, 2, 3, 1, 0, 0]
  expect(await outputOf({ output_mode: 'int' }, '\n[UNK]\nred\nblue')).toEqual(expected)
  expect(await outputOf({ output_mode: 'int' }, '\r\n[UNK]\r\nred\r\nblue')).toEqual(expected)
})

it('reads the tf-idf weights of adapt() by name from the weights', async () => {
  const path = 'layers/text_vectorization/vars/idf_weights'
  const weights = { [path]: float32([0.5, 2, 3]) }
  expect(await outputOf({ output_mode: 'tf_idf' }, '[UNK]\nred\nblue', weights)).toEqual([0, 4, 3, 0.5, 0, 0])
  await expect(outputOf({ output_mode: 'tf_idf' }, '[UNK]\nred\nblue')).rejects.toThrow(/idf_weights/)
  const others = { [path]: float32([1, 1]) }
  await expect(outputOf({ output_mode: 'tf_idf' }, '[UNK]\nred\nblue', others)).rejects.toMatchObject({
    code: 'weight-shape',
  })
})
