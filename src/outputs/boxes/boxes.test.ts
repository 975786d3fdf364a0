import { describe, expect, it } from 'vitest'
import type { Geometry } from '../../base/geometry.ts'
import type { ModelMetadata } from '../../base/model.ts'
import { areaOf, type Boxes, type BoxRow, boxAt } from '../../base/readings/boxes.ts'
import type { Values } from '../../base/values.ts'
import type { NamedOutput } from '../contract.ts'
import { decodeFirst, fitIn, tensorOf, wave } from '../fixtures.ts'
import { boxes } from './index.ts'

/** Boxes of the first picture as `label score left,top width×height`. */
const linesOf = (data: Boxes, row = data.rows[0]) =>
  row === undefined
    ? []
    : Array.from({ length: row.count }, (_, i) => {
        const { label, score, x, y, width, height } = boxAt(data, row, i)
        const [left, top, across, down] = [x, y, width, height].map((value) => Math.round(value * 1000) / 1000)
        return `${label} ${score.toFixed(2)} ${left},${top} ${across}×${down}`
      })

const read = (outputs: readonly NamedOutput[], metadata: Partial<ModelMetadata> = {}, options = {}) =>
  decodeFirst(boxes, outputs, metadata, options).data

describe('outputs of the Object Detection API', () => {
  const k = 4
  const named: readonly NamedOutput[] = [
    // The corners in the order top, left, bottom, right; two rows are padding.
    {
      name: 'detection_boxes',
      value: tensorOf([1, k, 4], [0.1, 0.2, 0.5, 0.4, 0, 0, 1, 0.5, 0, 0, 0, 0, 0, 0, 0, 0]),
    },
    { name: 'detection_scores', value: tensorOf([1, k], [0.9, 0.6, 0, 0]) },
    // As quantised weights give them.
    { name: 'detection_classes', value: tensorOf([1, k], [4.0118, 1.988, 1, 1]) },
    { name: 'num_detections', value: tensorOf([1], [2]) },
    { name: 'detection_anchor_indices', value: tensorOf([1, k], [12100, 702, 0, 0]) },
    {
      name: 'raw_detection_scores',
      value: tensorOf(
        [1, 6, 8],
        wave(48, 0.4).map((value) => value + 0.5),
      ),
    },
    { name: 'raw_detection_boxes', value: tensorOf([1, 6, 4], wave(24, 0.4)) },
  ]
  const expected = ['class 4 0.90 0.2,0.1 0.2×0.4', 'class 2 0.60 0,0 0.5×1']

  it('are read in any order, with or without raw tensors beside them', () => {
    expect(linesOf(read(named))).toEqual(expected)
    expect(linesOf(read(named.slice(0, 4)))).toEqual(expected)
    expect(linesOf(read([0, 6, 2, 4, 5, 3, 1].map((i) => named[i] as NamedOutput)))).toEqual(expected)
  })

  it('are told apart by their values where the names say nothing', () => {
    const renamed = named.map(({ value }, i) => ({ name: `Identity_${i}`, value }))
    expect(linesOf(read(renamed))).toEqual(expected)
    expect(linesOf(read([0, 4, 5, 3, 2, 6, 1].map((i) => renamed[i] as NamedOutput)))).toEqual(expected)
  })

  it('number their classes from 1, or from 0 if there is a class 0', () => {
    const labels = ['open', 'closed', 'pinch', 'point', 'face', 'tip', 'pinch tip']
    expect(linesOf(read(named, { labels }))[0]).toMatch(/^point 0.90/)
    expect(linesOf(read(named, { labels: ['???', ...labels] }))[0]).toMatch(/^point 0.90/)
    const fromZero = named
      .slice(0, 4)
      .map((one) => (one.name === 'detection_classes' ? { ...one, value: tensorOf([1, k], [3, 0, 0, 0]) } : one))
    expect(linesOf(read(fromZero, { labels })).map((line) => line.split(' ')[0])).toEqual(['point', 'open'])
  })

  it('do not use names of another number of classes, and say so', () => {
    const { labels, note } = read(named, { labels: ['cat', 'dog'], labelsSource: 'labels.txt' })
    expect(labels).toBeNull()
    expect(note).toBe('labels.txt has 2 names for 7 classes, so the names are not used.')
  })

  it('count what the threshold left out, and name the best of it', () => {
    const [row] = read(named, {}, { threshold: 0.7 }).rows
    expect(row?.removed).toEqual({ below: 1, overlapping: 0, filtered: 0, broken: 0 })
    expect(row?.bestBelow?.score).toBeCloseTo(0.6)
    expect(row?.bestBelow?.index).toBe(2)
  })

  it('can be filtered by class without losing the counts of the others', () => {
    const data = read(named, {}, { classes: [2] })
    expect(linesOf(data)).toEqual(expected.slice(1))
    expect(data.rows[0]?.removed.filtered).toBe(1)
    expect(data.classes.map(({ index, count }) => [index, count])).toEqual([
      [2, 1],
      [4, 1],
    ])
  })

  it('carry their key points, y before x', () => {
    const points = tensorOf([1, k, 2, 2], [0.2, 0.3, 0.4, 0.25, ...new Array(12).fill(0)])
    const scores = tensorOf([1, k, 2], [0.7, 0.6, ...new Array(6).fill(0)])
    const data = read([
      ...named,
      { name: 'detection_keypoint_scores', value: scores },
      { name: 'detection_keypoints', value: points },
    ])
    expect(linesOf(data)).toEqual(expected)
    const rounded = Array.from(data.rows[0]?.points.subarray(0, 4) ?? [], (value) => Math.round(value * 100) / 100)
    expect(rounded).toEqual([0.3, 0.2, 0.25, 0.4])
    expect(data.rows[0]?.pointScores[0]).toBeCloseTo(0.7)
  })

  it.each([
    ['scores', 0.4, 0.6],
    ['logits', -2, 3],
  ])('carry the shapes in them, as %s', (_what, no, yes) => {
    const masks = tensorOf([1, k, 2, 3], [no, yes, yes, no, no, yes, ...new Array(6 * (k - 1)).fill(no)])
    const data = read([...named, { name: 'detection_masks', value: masks }])
    expect(linesOf(data)).toEqual(expected)
    const [row] = data.rows
    const [first, second] = row?.shapes ?? []
    expect(first).toMatchObject({ width: 3, height: 2, inside: Uint8Array.of(0, 1, 1, 0, 0, 1) })
    expect(second?.inside).toEqual(new Uint8Array(6))
    const { x, y, width, height } = boxAt(data, row as BoxRow, 0)
    expect(first?.place.x).toBeCloseTo(x)
    expect(first?.place.y).toBeCloseTo(y)
    expect(areaOf(row as BoxRow, 0)).toBeCloseTo((width * height) / 2)
  })

  it('without any detection are empty', () => {
    const none = [
      { name: 'Identity_1', value: tensorOf([1, 3, 4], new Array(12).fill(0)) },
      { name: 'Identity_4', value: tensorOf([1, 3], [0, 0, 0]) },
      { name: 'Identity_2', value: tensorOf([1, 3], [1, 1, 1]) },
      { name: 'Identity_5', value: tensorOf([1], [0]) },
    ]
    expect(linesOf(read(none))).toEqual([])
  })
})

describe('decoded rows', () => {
  const rows = tensorOf(
    [1, 3, 6],
    [36.97, 341.27, 186.76, 508.86, 0.46, 15, 370, 345, 465, 510, 0.31, 16, 0, 0, 0, 0, 0, 0],
  )

  it('without anything found are told by a name alone', () => {
    const none = tensorOf([1, 3, 6], new Array(18).fill(0))
    expect(fitIn(boxes, [{ name: 'tower/detections', value: none }])).toBeGreaterThan(0)
    expect(fitIn(boxes, [{ name: 'Identity', value: none }])).toBe(0)
    expect(read([{ name: 'tower/detections', value: none }]).rows[0]).toMatchObject({ count: 0, bestBelow: null })
  })

  it('leave out rows that are no numbers', () => {
    const data = [Number.NaN, 341, 186, 508, 0.46, 15, 370, 345, 465, 510, Number.NaN, 16, 370, 345, 465, 510, 0.5, 3]
    const found = read([{ name: 'Identity', value: tensorOf([1, 3, 6], data) }])
    expect(linesOf(found)).toEqual(['class 3 0.50 370,345 95×165'])
    expect(found.rows[0]?.removed).toMatchObject({ below: 0, broken: 2 })
  })

  it('of corners, score and class', () => {
    expect(linesOf(read([{ name: 'detections', value: rows }]))).toEqual([
      'class 15 0.46 36.97,341.27 149.79×167.59',
      'class 16 0.31 370,345 95×165',
    ])
  })
  it('do not show rows that are left over, even at a threshold of 0', () => {
    expect(read([{ name: 'detections', value: rows }], {}, { threshold: 0 }).rows[0]?.count).toBe(2)
  })
  it('take the names of a set that the user chose', () => {
    const chosen = read([{ name: 'detections', value: rows }], {}, { labelSet: 'coco-80' })
    expect(linesOf(chosen).map((line) => line.split(' ')[0])).toEqual(['cat', 'dog'])
    expect(chosen.labelsSource).toBe('COCO, 80 classes')
  })
  it('keep overlapping boxes unless the user lowers the overlap', () => {
    const twice = tensorOf([1, 2, 6], [0, 0, 10, 10, 0.9, 1, 1, 0, 11, 10, 0.8, 2])
    const outputs = [{ name: 'rows', value: twice }]
    expect(read(outputs).rows[0]?.count).toBe(2)
    expect(read(outputs, {}, { overlap: 0.5 }).rows[0]?.count).toBe(2)
    expect(read(outputs, {}, { overlap: 0.5, across: true }).rows[0]).toMatchObject({
      count: 1,
      removed: { overlapping: 1 },
    })
  })
  it('with the number of the picture in front', () => {
    const value = tensorOf([1, 2, 7], [0, 10, 20, 110, 60, 0.8, 17, 0, 0, 0, 5, 5, 0.4, 1])
    expect(linesOf(read([{ name: 'detections', value }]))[0]).toBe('class 17 0.80 10,20 100×40')
    const swapped = read([{ name: 'detections', value }], {}, { layout: 'rows-image-yxyx' })
    expect(linesOf(swapped)[0]).toBe('class 17 0.80 20,10 40×100')
  })
  it('are not read from other numbers', () => {
    expect(fitIn(boxes, [{ name: 'tokens', value: tensorOf([1, 20, 6], wave(120, 1)) }])).toBe(0)
    expect(fitIn(boxes, [{ name: 'zeros', value: tensorOf([1, 20, 6], new Array(120).fill(0)) }])).toBe(0)
    expect(fitIn(boxes, [{ name: 'scores', value: tensorOf([4, 6], new Array(24).fill(1 / 6)) }])).toBe(0)
    // One-hot rows.
    expect(fitIn(boxes, [{ name: 'codes', value: tensorOf([2, 6], [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1]) }])).toBe(0)
  })
  it('are only offered for a model that takes no picture', () => {
    const value = tensorOf([2, 6], [1, 1, 2, 3, 1, 0, 0, 0, 4, 1, 1, 2])
    expect(fitIn(boxes, [{ name: 'table', value }])).toBe(0.05)
  })
})

describe('MediaPipe’s offsets from anchors', () => {
  const input = { name: 'x', dtype: 'float32', shape: [1, 128, 128, 3], geometry: null } as const
  const geometry: Geometry = {
    picture: { width: 640, height: 320 },
    orientation: 1,
    crop: { x: 0, y: 0, width: 640, height: 320 },
    placed: { x: 0, y: 32, width: 128, height: 64 },
    input: { width: 128, height: 128 },
    axes: { height: 1, width: 2 },
  }

  /** One face at the second anchor of cell (3, 5) of the stride-16 map. */
  function outputs() {
    const anchor = 16 * 16 * 2 + (5 * 8 + 3) * 6 + 1
    const data = new Array<number>(896 * 17).fill(0)
    for (let i = 0; i < 896; i++) data[i * 17] = -8
    const points = Array.from({ length: 12 }, (_, i) => i)
    data.splice(anchor * 17, 17, 2, 4, -6, 20, 30, ...points)
    return [{ name: 'Identity', value: tensorOf([1, 896, 17], data) }]
  }
  const decode = (of: readonly NamedOutput[], placed: Geometry | null, changed: Values = {}) => {
    const context = { metadata: {} as ModelMetadata, inputs: [{ ...input, geometry: placed }], outputs: [] }
    const [match] = boxes.match(of, context)
    const options = Object.fromEntries(match?.options.map(({ id, value }) => [id, value]) ?? [])
    const used = match?.uses.flatMap((name) => of.find((one) => one.name === name) ?? []) ?? []
    const named = { ...context, metadata: { labels: null } as ModelMetadata }
    return boxes.decode(used, named, { ...options, ...changed }).data
  }
  const split = (of: readonly NamedOutput[]) => {
    const all = (of[0] as NamedOutput).value.data as Float32Array
    const part = (from: number, to: number, first: number, width: number) =>
      tensorOf(
        [1, to - from, width],
        Array.from(
          { length: (to - from) * width },
          (_, i) => all[(from + Math.floor(i / width)) * 17 + first + (i % width)] as number,
        ),
      )
    return [
      { name: 'Identity_3', value: part(512, 896, 1, 16) },
      { name: 'Identity', value: part(0, 512, 0, 1) },
      { name: 'Identity_1', value: part(512, 896, 0, 1) },
      { name: 'Identity_2', value: part(0, 512, 1, 16) },
    ]
  }

  it('are faces with six points, in one output or in four', () => {
    for (const of of [outputs(), split(outputs())]) {
      const data = decode(of, null)
      // The centre of the cell is (56, 88); σ(2) = 0.88.
      expect(linesOf(data)).toEqual(['face 0.88 50,67 20×30'])
      expect(data.skeleton?.names[0]).toBe('right eye')
      expect(Array.from(data.rows[0]?.points.subarray(0, 4) ?? [])).toEqual([56, 89, 58, 91])
      expect(data.rows[0]?.removed.below).toBe(895)
    }
  })
  it('are averaged where they overlap, weighted by their scores, with their points', () => {
    const [one] = outputs()
    const data = Array.from((one as NamedOutput).value.data as Float32Array)
    // The other anchor of the cell: a score of σ(0) = 0.5, 3 px to the right; the better one has σ(ln 3) = 0.75.
    const anchor = 16 * 16 * 2 + (5 * 8 + 3) * 6
    data.splice(anchor * 17, 17, 0, 7, -6, 20, 30, ...Array.from({ length: 12 }, (_, i) => i + 5))
    data[(anchor + 1) * 17] = Math.log(3)
    const made = [{ name: 'Identity', value: tensorOf([1, 896, 17], data) }]
    // 50 + 3 · 0.5 / 1.25 = 51.2; the first point lies at 56 + 5 · 0.4 = 58.
    expect(linesOf(decode(made, null))).toEqual(['face 0.75 51.2,67 20×30'])
    expect(Array.from(decode(made, null).rows[0]?.points.subarray(0, 2) ?? [])).toEqual([58, 91])
    expect(decode(made, null).rows[0]?.removed.overlapping).toBe(1)
    expect(linesOf(decode(made, null, { blend: false }))).toEqual(['face 0.75 50,67 20×30'])
    expect(linesOf(decode(made, null, { overlap: 1 }))).toEqual(['face 0.75 50,67 20×30', 'face 0.50 53,67 20×30'])
  })
  it('are placed on the original picture, with their points', () => {
    const data = decode(outputs(), geometry)
    expect(data.frame).toEqual({ of: 'picture', input: 'x', width: 640, height: 320 })
    expect(linesOf(data)).toEqual(['face 0.88 250,175 100×150'])
    expect(Array.from(data.rows[0]?.points.subarray(0, 2) ?? [])).toEqual([280, 285])
  })
})
