import { describe, expect, it } from 'vitest'
import type { Geometry } from '../../base/geometry.ts'
import type { ModelMetadata } from '../../base/model.ts'
import { noClass, mask as row } from '../../base/readings/mask.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { Values } from '../../base/values.ts'
import type { ReadContext } from '../contract.ts'
import { contextOf, decodeIn, tensorOf, wave } from '../fixtures.ts'
import { mask } from './index.ts'

const side = 16
const pixels = side * side

interface Case {
  readonly ops?: readonly string[]
  readonly names?: readonly string[]
  readonly input?: readonly number[]
  readonly metadata?: Partial<ModelMetadata>
  readonly geometry?: Geometry
}

function contextFor(value: TensorValue, { ops = [], names = [], input, metadata = {}, geometry }: Case): ReadContext {
  return {
    ...contextOf([{ name: 'y', value }], metadata),
    inputs: [{ name: 'x', dtype: 'float32', shape: input ?? [1, side, side, 3], geometry: geometry ?? null }],
    outputs: [{ name: 'y', shape: value.shape, trace: { names, ops } }],
  }
}

const fitOf = (value: TensorValue, one: Case) => mask.match([{ name: 'y', value }], contextFor(value, one))[0]?.fit ?? 0

function decoded(value: TensorValue, one: Case, options: Values = {}) {
  return decodeIn(mask, [{ name: 'y', value }], contextFor(value, one), options).data
}

const perPixel = (of: (pixel: number) => readonly number[]) => Array.from({ length: pixels }, (_, i) => of(i)).flat()
/** Upper half class 1, lower half class 2, of three. */
const halves = (i: number) => (i < pixels / 2 ? [0.1, 0.7, 0.2] : [0.1, 0.2, 0.7])

describe('what is a mask', () => {
  const one = tensorOf([1, side, side, 1], wave(pixels, 1))
  it('is told by the last op and the input', () => {
    expect(fitOf(one, { ops: ['Sigmoid'] })).toBe(0.95)
    expect(fitOf(one, { ops: ['BiasAdd'], names: ['decoder/depth'] })).toBe(0.95)
    expect(fitOf(one, { ops: ['BiasAdd'] })).toBe(0.85)
    expect(fitOf(one, { ops: ['BiasAdd'], names: ['model/segment/conv'] })).toBe(0.93)
    expect(fitOf(tensorOf([1, side, side, 5], wave(pixels * 5, 3)), { ops: ['Conv2D'] })).toBe(0.8)
    expect(fitOf(tensorOf([1, side, side, 3], perPixel(halves)), {})).toBe(0.96)
    expect(
      fitOf(
        tensorOf(
          [1, side, side],
          perPixel((i) => [i % 21]),
          'int32',
        ),
        {},
      ),
    ).toBe(0.96)
    expect(
      fitOf(
        tensorOf(
          [1, side, side, 1],
          perPixel((i) => [i % 21]),
        ),
        { ops: ['ArgMax'] },
      ),
    ).toBe(0.96)
  })
  it('is a depth map if its values are those of no picture', () => {
    const far = tensorOf([1, side, side, 1], wave(pixels, 700).map(Math.abs))
    expect(fitOf(far, { ops: ['Relu'] })).toBe(0.95)
    expect(fitOf(far, { ops: ['Relu'], names: ['denoised'] })).toBeLessThan(0.1)
    expect(fitOf(far, { ops: ['Relu'], input: [1, side, side, 1] })).toBe(0)
  })
  it('is a matte if its values were cut to 0…1 beside the colours of the foreground', () => {
    const share = tensorOf(
      [1, side, side, 1],
      wave(pixels, 0.5).map((value) => value + 0.5),
    )
    const fgr = {
      name: 'fgr',
      value: tensorOf(
        [1, side, side, 3],
        wave(pixels * 3, 0.4).map((value) => value + 0.5),
      ),
    }
    const outputs = [{ name: 'y', value: share }, fgr]
    const context = contextFor(share, { ops: ['Maximum'] })
    const beside = {
      ...context,
      outputs: [...context.outputs, { name: 'fgr', shape: fgr.value.shape, trace: { names: [], ops: ['Maximum'] } }],
    }
    expect(mask.match(outputs, beside).map(({ fit, uses }) => [fit, uses])).toEqual([[0.95, ['y']]])
    // Alone it may as well be a picture in grey; and what is not cut to 0…1 is no share.
    expect(fitOf(share, { ops: ['Maximum'] })).toBe(0)
    expect(fitOf(share, { ops: ['Maximum'], names: ['decoder/pha'] })).toBe(0.95)
    expect(fitOf(one, { ops: ['Maximum'], names: ['decoder/pha'] })).toBe(0)
  })
  it('is no movement of pixels, by its name', () => {
    const two = tensorOf([1, side, side, 2], wave(pixels * 2, 3))
    expect(fitOf(two, { ops: ['Conv2D'] })).toBe(0.8)
    expect(fitOf(two, { ops: ['Conv2D'], names: ['model/flow_out/Conv2D'] })).toBeLessThan(0.1)
  })
  it('is no picture in grey, by its name', () => {
    for (const name of ['gray_out', 'edges', 'denoised'])
      for (const op of ['Sigmoid', 'BiasAdd']) expect(fitOf(one, { ops: [op], names: [name] })).toBeLessThan(0.1)
  })
  it('is no picture, no feature map, and nothing without a picture as input', () => {
    const grey = { ops: ['Sigmoid'], input: [1, side, side, 1] }
    expect(fitOf(one, grey)).toBeLessThan(0.1)
    expect(fitOf(tensorOf([1, side, side, 3], wave(pixels * 3, 1)), { ops: ['BiasAdd'] })).toBeLessThan(0.1)
    expect(fitOf(tensorOf([1, side, side, 3], wave(pixels * 3, 1)), { ops: ['Tanh'] })).toBe(0)
    expect(fitOf(tensorOf([1, side, side, 8], wave(pixels * 8, 1).map(Math.abs)), { ops: ['Relu'] })).toBe(0)
    expect(
      fitOf(
        tensorOf(
          [1, side, side, 80],
          wave(pixels * 80, 0.4).map((x) => x + 0.5),
        ),
        { ops: ['Sigmoid'], input: [1, 64, 64, 3] },
      ),
    ).toBeLessThan(0.1)
    expect(fitOf(one, { ops: ['Sigmoid'], input: [1, 100] })).toBe(0)
    expect(fitOf(one, { ops: ['Sigmoid'], input: [1, side, 40, 3] })).toBe(0)
  })
})

describe('classes', () => {
  const value = tensorOf([1, side, side, 3], perPixel(halves))
  it('are those with the highest score, with their shares', () => {
    const data = decoded(value, {})
    expect(data).toMatchObject({ shows: 'classes', width: side, height: side, background: 0, labels: null })
    expect([...(data.rows[0]?.index ?? [])]).toEqual(perPixel((i) => [i < pixels / 2 ? 1 : 2]))
    expect(data.rows[0]?.classes).toEqual([
      { index: 1, label: 'class 1', share: 0.5 },
      { index: 2, label: 'class 2', share: 0.5 },
    ])
  })
  it('are the same with the channels first', () => {
    const planes = [0, 1, 2].flatMap((k) => perPixel((i) => [halves(i)[k] ?? 0]))
    const data = decoded(tensorOf([1, 3, side, side], planes), { input: [1, 3, side, side] })
    expect([...(data.rows[0]?.index ?? [])]).toEqual(perPixel((i) => [i < pixels / 2 ? 1 : 2]))
  })
  it('have the scores of their activation when asked', () => {
    const logits = tensorOf(
      [1, side, side, 2],
      perPixel(() => [0, Math.log(3)]),
    )
    const score = (options: Values) =>
      decoded(logits, { ops: ['Conv2D'] }, { sure: true, ...options }).rows[0]?.value[5]
    expect(score({})).toBeCloseTo(0.75)
    expect(score({ activation: 'sigmoid' })).toBeCloseTo(0.75)
    expect(score({ activation: 'none' })).toBeCloseTo(Math.log(3))
    expect(decoded(logits, { ops: ['Conv2D'] }).rows[0]?.value).toHaveLength(0)
  })
  it('are named by the files, which may leave out the background', () => {
    const labelled = (labels: readonly string[]) => decoded(value, { metadata: { labels, labelsSource: 'labels.txt' } })
    expect(labelled(['cat', 'dog'])).toMatchObject({ labels: ['background', 'cat', 'dog'], labelsSource: 'labels.txt' })
    expect(labelled(['cat', 'dog', 'cow'])).toMatchObject({ labels: ['cat', 'dog', 'cow'], background: null })
    expect(labelled(['cat'])).toMatchObject({
      labels: null,
      note: 'labels.txt has 1 names for 3 classes, so they are not used.',
    })
  })
  it('are nowhere where no score is a number', () => {
    const data = decoded(
      tensorOf(
        [1, side, side, 3],
        perPixel((i) => (i === 0 ? [Number.NaN, Number.NaN, Number.NaN] : halves(i))),
      ),
      { ops: ['Softmax'] },
    )
    expect(data.rows[0]?.index[0]).toBe(noClass)
    expect(data.rows[0]?.broken).toBe(1 / pixels)
    const lost = decoded(tensorOf([1, side, side, 3], new Array(pixels * 3).fill(Number.NaN)), { ops: ['Softmax'] })
    expect(row.headline(lost, { name: 'y', shape: [], value: tensorOf([], [0]) })).toEqual({ kind: 'lost' })
    expect(data.rows[0]?.classes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })
  it('of a map of whole numbers are its numbers, one row per picture', () => {
    const value = tensorOf(
      [2, side, side],
      Array.from({ length: 2 * pixels }, (_, i) => (i < pixels ? 15 : 0)),
      'int32',
    )
    const data = decoded(value, {})
    expect(data.rows.map(({ classes }) => classes)).toEqual([
      [{ index: 15, label: 'class 15', share: 1 }],
      [{ index: 0, label: 'class 0', share: 1 }],
    ])
    expect(row.headline(data, { name: 'y', shape: value.shape, value })).toEqual({
      kind: 'covered',
      things: [{ index: 15, label: 'class 15', share: 1 }],
      more: false,
    })
  })
})

describe('a matte', () => {
  const value = tensorOf(
    [1, side, side, 1],
    perPixel((i) => [i / pixels]),
  )
  it('is foreground from the threshold on', () => {
    const share = (threshold: number) =>
      decoded(value, { ops: ['Sigmoid'] }, { threshold }).rows[0]?.classes.find(({ index }) => index === 1)?.share
    expect(share(0.5)).toBe(0.5)
    expect(share(0.75)).toBe(0.25)
    expect(share(0)).toBe(1)
  })
  it('of raw values is made of scores', () => {
    const raw = decoded(tensorOf([1, side, side, 1], wave(pixels, 4)), { ops: ['BiasAdd'], names: ['segment'] })
    expect(Math.max(...(raw.rows[0]?.value ?? []))).toBeCloseTo(1 / (1 + Math.exp(-4)), 2)
  })
  it('counts only the picture, not the padding around it', () => {
    // A picture of 32 × 16, scaled to the upper half of the input.
    const geometry: Geometry = {
      picture: { width: 32, height: 16 },
      orientation: 1,
      crop: { x: 0, y: 0, width: 32, height: 16 },
      placed: { x: 0, y: 0, width: side, height: side / 2 },
      input: { width: side, height: side },
      axes: { height: 1, width: 2 },
    }
    const data = decoded(
      tensorOf(
        [1, side, side, 1],
        perPixel((i) => [i < pixels / 4 ? 1 : 0]),
      ),
      {
        ops: ['Sigmoid'],
        geometry,
      },
    )
    expect(data.place).toEqual({ x: 0, y: 0, width: 32, height: 32 })
    expect(data.rows[0]?.classes.map(({ share }) => share)).toEqual([0.5, 0.5])
  })
})

it('a depth map keeps its values and has no classes', () => {
  const data = decoded(tensorOf([1, side, side], wave(pixels, 3)), { ops: ['Relu'] })
  expect(data).toMatchObject({ shows: 'depth', rows: [{ classes: [] }] })
  expect(data.rows[0]?.range.map((value) => Math.round(value))).toEqual([-3, 3])
})

it('exports classes as grey values and shares', () => {
  const value = tensorOf([1, side, side, 3], perPixel(halves))
  const data = decoded(value, {})
  const output = { name: 'y', shape: value.shape, value }
  expect(row.picture?.(data, output, null, 0).rgba.slice(0, 4)).toEqual(Uint8ClampedArray.of(1, 1, 1, 255))
  expect(row.record?.(data, output, 100)).toMatchObject({
    width: side,
    height: side,
    classes: [
      { label: 'class 1', index: 1, share: 0.5 },
      { label: 'class 2', index: 2, share: 0.5 },
    ],
  })
  expect([...(row.table?.(data, output).rows ?? [])][0]).toEqual([0, 'class 1', 1, 0.5])
})
