import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { toEngineError } from '../../../base/errors.ts'
import { dropOf } from '../../fixtures/drop.ts'
import { findModels, openModel } from '../../index.ts'

async function fixture(name: string): Promise<Blob> {
  return new Blob([await readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))])
}

async function open(name: string, file: Blob) {
  const tree = await dropOf({ [name]: file })
  const [model] = (await findModels(tree)).matches
  if (model === undefined) throw new Error('no model was found')
  return openModel(model, tree, {})
}

/** The file with one text replaced by another of the same length. */
async function edited(name: string, from: string, to: string): Promise<Blob> {
  const text = Buffer.from(await (await fixture(name)).arrayBuffer()).toString('latin1')
  if (!text.includes(from) || from.length !== to.length) throw new Error(`${from} cannot be replaced`)
  return new Blob([Buffer.from(text.replace(from, to), 'latin1')])
}

describe('a whole model', () => {
  it('is summarised and lowered', async () => {
    const source = await open('dense.h5', await fixture('dense.h5'))
    expect(source.summary).toMatchObject({
      name: 'dense',
      format: 'keras-h5',
      formatLabel: 'Keras HDF5',
      generatedBy: 'Keras 3.15.1',
      weightFiles: [{ path: 'dense.h5', state: 'have' }],
      parameters: 6 * 5 + 5,
      repairs: [],
    })
    const { graph } = await source.toGraph('default')
    const weights = [...graph.nodes.values()].flatMap(({ constant }) =>
      constant?.file === 'dense.h5' ? [constant] : [],
    )
    expect(weights.length).toBe(2)
    for (const weight of weights) expect(weight.bytes).toBe((await weight.read()).length * 4)
  })

  it('is recognised by its bytes, with any name', async () => {
    expect((await open('saved.model', await fixture('dense.h5'))).summary.format).toBe('keras-h5')
  })

  it.each([
    ['external.h5', 'the values of model_weights/dense/dense/kernel lie in another file'],
    ['virtual.h5', 'model_weights/dense/dense/kernel is a virtual dataset'],
    ['linked.h5', 'the link kernel leads to another file'],
    ['soft-link.h5', 'the link kernel is a soft link'],
  ])('is refused if its weights lie elsewhere: %s', async (name, why) => {
    await expect(open(name, await fixture(name))).rejects.toMatchObject({
      code: 'known-but-unsupported',
      message: expect.stringContaining(why),
    })
  })

  it('with a broken configuration reports the position', async () => {
    const error = await open('m.h5', await edited('dense.h5', '{"class_name"', '{class_name" ')).then(
      () => null,
      toEngineError,
    )
    expect(error).toMatchObject({
      code: 'json-invalid',
      message: expect.stringMatching(/model_config of m\.h5.*line 1/),
    })
  })
})

describe('weights only', () => {
  it.each(['keras3.weights.h5', 'legacy.weights.h5'])('%s is named as weights only', async (name) => {
    const found = await findModels(await dropOf({ [name]: await fixture(name) }))
    expect(found.matches).toEqual([])
    expect(found.problems).toMatchObject([
      {
        path: name,
        code: 'weights-without-model',
        message: expect.stringMatching(/only the weights of a Keras model.*model_config/),
      },
    ])
  })
})
