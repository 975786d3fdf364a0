import { readFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { plainBrowser, wasmPaths } from '../../runtime/fixtures/runtime.ts'
import { createRuntime } from '../../runtime/index.ts'
import { createEngine } from '../client.ts'
import { plain } from '../fixtures.ts'
import { createHost } from '../host.ts'
import { inProcessLink } from '../in-process.ts'
import figures from './fixtures/weight-figures.json' with { type: 'json' }
import { kernelsOf, matrixOf } from './weights.ts'

const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths, environment: plainBrowser }))))
afterAll(() => engine.terminate())

it('figures and histogram of each weight of a sample are those of NumPy', async () => {
  const file = new Blob([await readFile(new URL('../../../public/samples/keras/mnist-cnn.keras', import.meta.url))])
  await engine.call('open', { drop: 'a', files: [{ path: 'mnist-cnn.keras', file }] })
  const { session } = plain
  await engine.call('load', { ...plain, candidate: 'mnist-cnn.keras', backend: 'cpu' })
  const { read } = await engine.call('inspect', { session })
  const weights = read.flatMap((node) => node.weights)
  expect(weights).toHaveLength(figures.length)
  for (const { node, shape } of weights) {
    const { distribution } = await engine.call('readWeight', { session, form: 'read', node })
    const [layer = '', name] = node.split('/')
    const expected = figures.find((one) => one.name === `layers/${layer}/vars/${name === 'kernel' ? 0 : 1}`)
    expect(shape).toEqual(expected?.shape)
    for (const key of ['min', 'max', 'negative', 'zeros'] as const) expect(distribution?.[key]).toBe(expected?.[key])
    for (const key of ['mean', 'deviation'] as const) expect(distribution?.[key]).toBeCloseTo(expected?.[key] ?? 0, 12)
    expect(distribution?.histogram).toEqual(expected?.histogram)
  }
  await expect(engine.call('readWeight', { session, form: 'read', node: 'nothing' })).rejects.toMatchObject({
    code: 'weight-missing',
  })
})

describe('what is drawn', () => {
  it('of a convolution: each filter for the input map that it weighs most', () => {
    // 1 × 2 places, 2 input maps, 3 filters.
    const data = [1, 0, 5, /**/ 2, 9, 0, /**/ 3, 0, 6, /**/ 4, 8, 0]
    expect(kernelsOf([1, 2, 2, 3], data)).toMatchObject({ shown: 3, total: 3, rows: 1, columns: 2 })
    expect([...kernelsOf([1, 2, 2, 3], data).values]).toEqual([2, 4, 9, 8, 5, 6])
  })

  it('of a depthwise convolution: the filter of each input map', () => {
    expect([...kernelsOf([1, 2, 3, 1], [1, 2, 3, 4, 5, 6]).values]).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('of a large matrix: the mean of each block', () => {
    const tiles = matrixOf(
      384,
      3,
      Float32Array.from({ length: 1152 }, (_, i) => Math.floor(i / 3)),
    )
    expect(tiles).toMatchObject({ rows: 192, columns: 3, shown: 1 })
    expect([...tiles.values.slice(0, 6)]).toEqual([0.5, 0.5, 0.5, 2.5, 2.5, 2.5])
  })
})
