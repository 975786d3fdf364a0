import { describe, expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import { noTrace, type OutputTrace } from '../../base/output-trace.ts'
import type { FieldValue } from '../../base/plan.ts'
import { automaticOptions } from '../../base/reading.ts'
import { areaOf, type Boxes, boxAt } from '../../base/readings/boxes.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { boxes } from './index.ts'

/** A box to find: class 3 at left 104, top 56, right 200, bottom 152 of an input of some size. */
const wanted = { left: 104, top: 56, right: 200, bottom: 152 }
const centre = { x: 152, y: 104, width: 96, height: 96 }
const theClass = 3
const score = 0.8
const logit = Math.log(score / (1 - score))

const empty = (shape: readonly number[], fill = 0) =>
  new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(fill)
const output = (name: string, shape: readonly number[], data: Float32Array<ArrayBuffer>): NamedOutput => ({
  name,
  value: { dtype: 'float32', shape, data },
})

function read(
  outputs: readonly NamedOutput[],
  [height, width]: readonly [number, number],
  traces: Readonly<Record<string, Partial<OutputTrace>>> = {},
  options: Readonly<Record<string, FieldValue>> = {},
  labels: readonly string[] | null = null,
): { readonly data: Boxes; readonly layout: unknown } {
  const context: ReadContext = {
    metadata: { ...noMetadata, labels },
    inputs: [{ name: 'x', dtype: 'float32', shape: [1, height, width, 3], geometry: null }],
    outputs: outputs.map(({ name, value }) => ({ name, shape: value.shape, trace: { ...noTrace, ...traces[name] } })),
  }
  const [match] = boxes.match(outputs, context)
  if (match === undefined) throw new Error('no boxes')
  const used = match.uses.flatMap((name) => outputs.find((one) => one.name === name) ?? [])
  const chosen = { ...automaticOptions(match), ...options }
  return { data: boxes.decode(used, context, chosen).data, layout: chosen.layout }
}

/** Expects the wanted box alone, within a hundredth of a pixel. */
function expectWanted(data: Boxes, index = theClass, expected = score): void {
  const [row] = data.rows
  expect(row?.count).toBe(1)
  if (row === undefined) return
  const box = boxAt(data, row, 0)
  expect(box.index).toBe(index)
  expect(box.score).toBeCloseTo(expected, 4)
  expect(box.x).toBeCloseTo(wanted.left, 2)
  expect(box.y).toBeCloseTo(wanted.top, 2)
  expect(box.x + box.width).toBeCloseTo(wanted.right, 2)
  expect(box.y + box.height).toBeCloseTo(wanted.bottom, 2)
}

describe('YOLO v8 and later', () => {
  const side = 320
  const rows = 2100
  /** `[1, 4 + classes + rest, 2100]` with the wanted box in row 700. */
  const head = (columns: number, unit: number, rest: readonly number[] = []) => {
    const shape = [1, columns, rows]
    const data = empty(shape)
    for (let row = 0; row < rows; row++) {
      const values = [((row % 40) * 8) / unit, (Math.floor(row / 40) * 6) / unit, 30 / unit, 20 / unit]
      for (const [i, value] of values.entries()) data[i * rows + row] = value
    }
    const at = [centre.x, centre.y, centre.width, centre.height].map((value) => value / unit)
    for (const [i, value] of [...at, ...rest].entries()) data[i * rows + 700] = value
    return { shape, data }
  }
  const scores = [0, 0, 0, score]

  it.each([
    ['pixels', 1],
    ['fractions', side],
  ])('in %s', (units, unit) => {
    const { shape, data } = head(84, unit, scores)
    const found = read([output('output_0', shape, data)], [side, side])
    expectWanted(found.data)
    expect(found.layout).toBe('yolo-v8')
    expect(units).toBe(unit === 1 ? 'pixels' : 'fractions')
  })
  it('of one class', () => {
    const { shape, data } = head(5, 1, [score])
    expectWanted(read([output('output_0', shape, data)], [side, side]).data, 0)
  })
  it.each([
    ['last', 1],
    ['first', side],
  ] as const)('with the shapes of a segmentation beside it, channels %s', (order, unit) => {
    const coefficients = Array.from({ length: 32 }, (_, i) => Math.sin(i) * 2)
    const { shape, data } = head(4 + 80 + 32, unit, [...scores, ...new Array<number>(76).fill(0), ...coefficients])
    // The weighted sum is positive in the columns 30 to 39 of the 80, which are the pixels 120 to 160.
    const prototypes = empty([80, 80, 32])
    for (let cell = 0; cell < 6400; cell++) {
      const sign = cell % 80 >= 30 && cell % 80 < 40 ? 1 : -1
      for (let k = 0; k < 32; k++)
        prototypes[order === 'last' ? cell * 32 + k : k * 6400 + cell] = sign * (coefficients[k] ?? 0)
    }
    const sizes = order === 'last' ? [1, 80, 80, 32] : [1, 32, 80, 80]
    const found = read([output('output_1', sizes, prototypes), output('output_0', shape, data)], [side, side])
    expectWanted(found.data)
    expect(found.data.classes).toHaveLength(1)
    const [row] = found.data.rows
    const [first] = row?.shapes ?? []
    expect(first).toMatchObject({ width: 24, height: 24, place: { x: 104, y: 56, width: 96, height: 96 } })
    // 104 is column 26, so that columns 30 to 39 are 4 to 13 of the shape.
    expect(Array.from(first?.inside.subarray(0, 24) ?? [])).toEqual(
      Array.from({ length: 24 }, (_, i) => (i >= 4 && i < 14 ? 1 : 0)),
    )
    expect(row === undefined ? null : areaOf(row, 0)).toBeCloseTo(40 * 96, 3)
  })
  it('with 17 points per person', () => {
    const points = Array.from({ length: 17 }, (_, i) => [110 + i, 60 + i, 0.9]).flat()
    const { shape, data } = head(56, 1, [score, ...points])
    for (let row = 0; row < rows; row++) for (let i = 5; i < 56; i++) data[i * rows + row] ||= i % 3 === 1 ? 0.5 : 99
    const found = read([output('output_0', shape, data)], [side, side]).data
    expectWanted(found, 0)
    expect(found.labels).toEqual(['person'])
    expect(Array.from(found.rows[0]?.points.subarray(0, 4) ?? [])).toEqual([110, 60, 111, 61])
    expect(found.rows[0]?.pointScores[0]).toBeCloseTo(0.9)
  })
})

describe('YOLO v5 and v7', () => {
  it.each([
    ['pixels', 1],
    ['fractions', 320],
  ])('in %s: objectness times class', (_, unit) => {
    const shape = [1, 6300, 85]
    const data = empty(shape)
    for (let row = 0; row < 6300; row++) data.set([(row % 320) / unit, 5 / unit, 9 / unit, 9 / unit], row * 85)
    const at = [centre.x, centre.y, centre.width, centre.height].map((value) => value / unit)
    data.set([...at, 0.9, 0, 0, 0.1, score / 0.9], 900 * 85)
    data.set([1 / unit, 1 / unit, 1 / unit, 1 / unit, 0.2, 0.9], 901 * 85)
    const found = read([output('Identity', shape, data)], [320, 320])
    expectWanted(found.data)
    expect(found.layout).toBe('yolo-v5')
    expect(found.data.rows[0]?.removed.below).toBe(6299)
    expect(found.data.rows[0]?.bestBelow?.score).toBeCloseTo(0.18)
  })
})

describe('feature maps of YOLO v2 to v4', () => {
  const side = 416
  const inverse = (value: number) => Math.log(value / (1 - value))
  /** Maps of zeros and low objectness; the wanted box is in the cell of its centre, by anchor 1 of the coarsest map. */
  function maps(
    grids: readonly number[],
    anchors: number,
    classes: number,
    anchor: readonly [number, number],
    scale = 1,
  ) {
    return grids.map((grid, place) => {
      const channels = anchors * (5 + classes)
      const shape = [1, grid, grid, channels]
      const data = empty(shape)
      for (let i = 0; i < grid * grid * anchors; i++) data[i * (5 + classes) + 4] = -9
      if (place === grids.length - 1) {
        const stride = side / grid
        const [x, y] = [centre.x / stride, centre.y / stride]
        const cell = Math.floor(y) * grid + Math.floor(x)
        const offset = (value: number) => inverse((value - Math.floor(value) + (scale - 1) / 2) / scale)
        const at = (cell * anchors + 1) * (5 + classes)
        const sizes = [Math.log(centre.width / anchor[0]), Math.log(centre.height / anchor[1])]
        data.set([offset(x), offset(y), ...sizes, 9, ...new Array<number>(classes).fill(-9)], at)
        data[at + 5 + theClass] = classes === 0 ? 0 : logit
      }
      return output(`Identity_${place}`, shape, data)
    })
  }
  const objectness = 1 / (1 + Math.exp(-9))

  it('v3: three maps in any order', () => {
    const outputs = maps([52, 26, 13], 3, 80, [156, 198])
    const found = read(outputs, [side, side])
    expectWanted(found.data, theClass, score * objectness)
    expect(found.layout).toBe('yolo-v3-maps')
  })
  it('v4: known by the names inside', () => {
    const outputs = maps([52, 26, 13], 3, 80, [192, 243], 1.05)
    const found = read(outputs, [side, side], { Identity_2: { names: ['model/mish_7/mul'] } })
    expectWanted(found.data, theClass, score * objectness)
  })
  it('v2: one map, softmax over the classes', () => {
    const [x, y] = [1.87446 * 32, 2.06253 * 32] as const
    const found = read(maps([13], 5, 20, [x, y]), [side, side])
    const softmax = Math.exp(logit) / (Math.exp(logit) + 19 * Math.exp(-9))
    expectWanted(found.data, theClass, softmax * objectness)
  })
})

describe('SSD before the suppression', () => {
  const encode = (
    anchor: readonly [number, number, number, number],
    side: number,
    factors: readonly [number, number],
  ) => {
    const [x, y, width, height] = anchor
    return {
      x: (centre.x / side - x) / width / factors[0],
      y: (centre.y / side - y) / height / factors[0],
      width: Math.log(centre.width / side / width) / factors[1],
      height: Math.log(centre.height / side / height) / factors[1],
    }
  }
  /** Offsets that are not in order anywhere. */
  const noise = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i * 2.3) * 2)

  it('of 1917 anchors', () => {
    const boxesOf = noise(1917 * 4)
    const scores = empty([1, 1917, 91], -9)
    // The second anchor of cell (9, 6) of the 19 × 19 map has scale 0.2 and ratio 2.
    const at = (6 * 19 + 9) * 3 + 1
    const t = encode([9.5 / 19, 6.5 / 19, 0.2 * Math.SQRT2, 0.2 / Math.SQRT2], 300, [0.1, 0.2])
    boxesOf.set([t.y, t.x, t.height, t.width], at * 4)
    scores[at * 91 + theClass] = logit
    const outputs = [output('scores', [1, 1917, 91], scores), output('boxes', [1, 1917, 1, 4], boxesOf)]
    expectWanted(read(outputs, [300, 300]).data)
  })
  it('of a feature pyramid', () => {
    const boxesOf = noise(12804 * 4)
    const scores = empty([1, 12804, 7], -9)
    // Level 4 (stride 16), cell (9, 6): after 40 × 40 cells of level 3; the fourth anchor has ratio 2, the larger scale.
    const at = (40 * 40 + 6 * 20 + 9) * 6 + 3
    const size = (4 * 16 * Math.SQRT2) / 320
    const t = encode([(9 * 16 + 8) / 320, (6 * 16 + 8) / 320, size * Math.SQRT2, size / Math.SQRT2], 320, [0.1, 0.2])
    boxesOf.set([t.y, t.x, t.height, t.width], at * 4)
    scores[at * 7 + theClass] = logit
    const found = read([output('b', [1, 12804, 4], boxesOf), output('s', [1, 12804, 7], scores)], [320, 320]).data
    expectWanted(found)
  })
  it('of UltraFace: x first, softmax over two columns', () => {
    const boxesOf = noise(4420 * 4)
    const scores = empty([1, 4420, 2])
    for (let i = 0; i < 4420; i++) scores.set([0.99, 0.01], i * 2)
    const at = 40 * 30 * 3 + (6 * 20 + 9) * 2
    const [x, y, width, height] = [(9.5 * 16) / 320, (6.5 * 16) / 240, 32 / 320, 32 / 240]
    const t = [
      (152 / 320 - x) / width / 0.1,
      (104 / 240 - y) / height / 0.1,
      Math.log(96 / 32) / 0.2,
      Math.log(96 / 32) / 0.2,
    ]
    boxesOf.set(t, at * 4)
    scores.set([1 - score, score], at * 2)
    const found = read([output('s', [1, 4420, 2], scores), output('b', [1, 4420, 4], boxesOf)], [240, 320]).data
    expectWanted(found, 0)
    expect(found.labels).toEqual(['face'])
  })
  it('of exports for TensorFlow Lite, which give their anchors', () => {
    const anchors = empty([40, 4])
    for (let i = 0; i < 40; i++) anchors.set([0.3, 0.6, 0.2, 0.25], i * 4)
    const boxesOf = noise(160)
    const t = encode([0.6, 0.3, 0.25, 0.2], 300, [0.1, 0.2])
    boxesOf.set([t.y, t.x, t.height, t.width], 28)
    const scores = empty([1, 40, 5], 0.01)
    scores[7 * 5 + theClass] = score
    const outputs = [
      output('anchors', [40, 4], anchors),
      output('raw_outputs/class_predictions', [1, 40, 5], scores),
      output('raw_outputs/box_encodings', [1, 40, 4], boxesOf),
    ]
    expectWanted(read(outputs, [300, 300]).data)
  })
  it('of coco-ssd, whose corners are decoded', () => {
    const boxesOf = empty([1, 1917, 1, 4])
    for (let i = 0; i < 1917; i++) boxesOf.set([0.1, 0.1, 0.2, 0.3], i * 4)
    boxesOf.set(
      [wanted.top, wanted.left, wanted.bottom, wanted.right].map((value) => value / 300),
      40,
    )
    const scores = empty([1, 1917, 90], 0.01)
    scores[10 * 90 + theClass] = score
    const outputs = [output('Postprocessor/Slice', [1, 1917, 90], scores), output('e', [1, 1917, 1, 4], boxesOf)]
    expectWanted(read(outputs, [300, 300]).data)
    const { data } = read(outputs, [300, 300], {}, { labelSet: 'coco-90' })
    expect(data.labels?.[16]).toBe('cat')
    // A list of the 80 names is moved to the ids, which have gaps.
    const eighty = Array.from({ length: 80 }, (_, i) => `thing ${i}`).join('\n')
    expect(read(outputs, [300, 300], {}, { labels: eighty }).data.labels?.[12]).toBe('thing 11')
  })
})

describe('scores and boxes whose columns need more evidence', () => {
  const corners = (rows: number) => {
    const data = empty([rows, 4])
    for (let i = 0; i < rows; i++) data.set([0.1, 0.1, 0.2, 0.3], i * 4)
    data.set(
      [wanted.top, wanted.left, wanted.bottom, wanted.right].map((value) => value / 300),
      40,
    )
    return output('Postprocessor/Decode/transpose_1', [rows, 4], data)
  }
  const scores = () => {
    const data = empty([1, 50, 5], 0.01)
    data[10 * 5 + theClass] = score
    return output('Postprocessor/convert_scores', [1, 50, 5], data)
  }
  it('AutoML: as many names as columns leave none for the background', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const outputs = [scores(), corners(50)]
    const found = read(outputs, [300, 300], {}, {}, names).data
    expectWanted(found)
    expect(found.labels?.[theClass]).toBe('d')
    // With one name fewer, or none, the first column is the background, and class 3 is the third name.
    const fewer = read(outputs, [300, 300], {}, {}, names.slice(1)).data
    expectWanted(fewer)
    expect(fewer.labels?.[theClass]).toBe('d')
    expect(read(outputs, [300, 300]).data.labels).toBeNull()
  })
  it('RetinaNet of Keras CV: ratios fastest, known by the names of its outputs', () => {
    const rows = (64 * 64 + 32 * 32 + 16 * 16 + 8 * 8 + 4 * 4) * 9
    // Level 4 (stride 16), cell (9, 6), after 64 × 64 cells; the fourth anchor has the second size and the first ratio.
    const at = 64 * 64 * 9 + (6 * 32 + 9) * 9 + 3
    const size = 64 * 2 ** (1 / 3)
    const boxesOf = Float32Array.from({ length: rows * 4 }, (_, i) => Math.sin(i * 2.3) * 2)
    const [width, height] = [size * Math.SQRT1_2, size / Math.SQRT1_2]
    boxesOf.set([0, 0, Math.log(96 / height) / 0.2, Math.log(96 / width) / 0.2], at * 4)
    const logits = empty([1, rows, 20], -9)
    logits[at * 20 + theClass] = logit
    const make = (box: string, classes: string) => [
      output(box, [1, rows, 4], boxesOf),
      output(classes, [1, rows, 20], logits),
    ]
    expectWanted(read(make('box', 'classification'), [512, 512]).data)
    expect(read(make('Identity', 'Identity_1'), [512, 512]).layout).not.toBe(
      read(make('box', 'classification'), [512, 512]).layout,
    )
  })
})

describe('rows of decoded boxes with more in them', () => {
  const row = [wanted.left, wanted.top, wanted.right, wanted.bottom, score]
  it('YOLO with its suppression: one box in pixels among rows of zeros', () => {
    const data = empty([1, 300, 6])
    data.set([...row, theClass], 0)
    expectWanted(read([output('output0', [1, 300, 6], data)], [320, 320]).data)
  })
  it('YOLO with its suppression: 17 points of people', () => {
    const data = empty([1, 300, 57])
    const points = Array.from({ length: 17 }, (_, i) => [110 + i, 60 + i, 0.9]).flat()
    data.set([...row, 0, ...points], 0)
    const found = read([output('output0', [1, 300, 57], data)], [320, 320]).data
    expectWanted(found, 0)
    expect(found.skeleton?.names[0]).toBe('nose')
    expect(Array.from(found.rows[0]?.points.subarray(0, 4) ?? [])).toEqual([110, 60, 111, 61])
    expect(found.rows[0]?.pointScores[16]).toBeCloseTo(0.9)
  })
  it('YOLO with its suppression: weights of prototype masks, whatever the order of the outputs', () => {
    const weights = Array.from({ length: 32 }, (_, i) => Math.cos(i))
    const data = empty([1, 300, 38])
    data.set([...row, theClass, ...weights], 0)
    // Positive in the columns 30 to 39 of the 80 alone.
    const prototypes = empty([80, 80, 32])
    for (let cell = 0; cell < 6400; cell++)
      for (let k = 0; k < 32; k++)
        prototypes[cell * 32 + k] = (cell % 80 >= 30 && cell % 80 < 40 ? 1 : -1) * (weights[k] ?? 0)
    const boxesOf = output('output0', [1, 300, 38], data)
    const found = read([output('output1', [1, 80, 80, 32], prototypes), boxesOf], [320, 320]).data
    expectWanted(found)
    expect(found.rows[0] === undefined ? null : areaOf(found.rows[0], 0)).toBeCloseTo(40 * 96, 3)
    expect(() => read([boxesOf], [320, 320])).toThrow('no boxes')
  })
  it('RetinaFace: sides, five points, a flag and a score', () => {
    const fractions = row.slice(0, 4).map((value) => value / 320)
    const points = Array.from({ length: 10 }, (_, i) => (120 + i) / 320)
    const data = Float32Array.from([...fractions, ...points, 1, score, ...fractions, ...points, -1, 0.1])
    const found = read([output('Identity', [2, 16], data)], [320, 320]).data
    expectWanted(found, 0)
    expect(found.labels).toEqual(['face'])
    expect(Array.from(found.rows[0]?.points.subarray(0, 3) ?? [], (value) => Math.round(value))).toEqual([
      120, 121, 122,
    ])
    // Any other number than a flag, and the rows are features.
    expect(() => read([output('Identity', [2, 16], data.with(14, 0.5))], [320, 320])).toThrow('no boxes')
  })
  it('YOLO v5 across classes: rows that are left over hold −1', () => {
    const outputs = [
      output(
        'Identity',
        [1, 4, 4],
        Float32Array.from([...row.slice(0, 4).map((v) => v / 320), ...new Array(12).fill(0)]),
      ),
      output('Identity_1', [1, 4], Float32Array.of(score, -1, -1, -1)),
      output('Identity_2', [1, 4], Float32Array.of(theClass, -1, -1, -1)),
      output('Identity_3', [1], Float32Array.of(1)),
    ]
    const traces = { Identity: { names: ['tf_detect/agnostic_nms/boxes'] } }
    const found = read(outputs, [320, 320], traces)
    expectWanted(found.data)
    expect(found.layout).toBe('separate-xyxy')
  })
})

describe('distributions of the distances to the sides', () => {
  const strides = [8, 16, 32, 64]
  /** A distribution whose mean is `value`, as logits over the two bins around it. */
  const bins = (value: number, count: number) => {
    const low = Math.floor(value)
    const part = value - low
    return Array.from({ length: count }, (_, i) => {
      if (i === low) return Math.log(1 - part)
      return i === low + 1 ? Math.log(part) : -99
    })
  }
  const distances = (x: number, y: number, stride: number) =>
    [x - wanted.left, y - wanted.top, wanted.right - x, wanted.bottom - y].map((value) => value / stride)

  it('NanoDet-Plus: four strides, from the corner of the cell', () => {
    const rows = 2125
    const data = empty([1, rows, 112])
    for (let row = 0; row < rows; row++) data.fill(-1 - (row % 3), row * 112 + 80, (row + 1) * 112)
    const at = 1600 + 6 * 20 + 9
    const sides = distances(9 * 16, 6 * 16, 16).flatMap((value) => bins(value, 8))
    data.set([0, 0, 0, score, ...new Array<number>(76).fill(0), ...sides], at * 112)
    expect(strides.reduce((sum, stride) => sum + (320 / stride) ** 2, 0)).toBe(rows)
    expectWanted(read([output('out', [1, rows, 112], data)], [320, 320]).data)
  })
  it('NanoDet: outputs per stride, from the centre of the cell', () => {
    const outputs = [8, 16, 32].flatMap((stride) => {
      const rows = (320 / stride) ** 2
      const scores = empty([1, rows, 80])
      const sides = empty([1, rows, 44])
      if (stride === 16) {
        const at = 6 * 20 + 9
        scores[at * 80 + theClass] = score
        sides.set(
          distances(9.5 * 16, 6.5 * 16, 16).flatMap((value) => bins(value, 11)),
          at * 44,
        )
      }
      return [output(`s${stride}`, [1, rows, 80], scores), output(`b${stride}`, [1, rows, 44], sides)]
    })
    expectWanted(read(outputs.toReversed(), [320, 320]).data)
  })
  it('YOLO v8 of Keras CV', () => {
    const at = 1600 + 6 * 20 + 9
    const sides = empty([1, 2100, 64])
    sides.set(
      distances(9.5 * 16, 6.5 * 16, 16).flatMap((value) => bins(value, 16)),
      at * 64,
    )
    const scores = empty([1, 2100, 20])
    scores[at * 20 + theClass] = score
    expectWanted(
      read([output('boxes', [1, 2100, 64], sides), output('classes', [1, 2100, 20], scores)], [320, 320]).data,
    )
  })
})

it('YOLO v4: decoded corners with a score per class', () => {
  const data = empty([1, 24, 84])
  for (let i = 0; i < 24; i++) data.set([0.1, 0.1, 0.2, 0.3, 0.05], i * 84)
  const sides = [wanted.top, wanted.left, wanted.bottom, wanted.right].map((value) => value / 416)
  data.set([...sides, 0, 0, 0, score], 5 * 84)
  expectWanted(read([output('tf_op_layer_concat_18', [1, 24, 84], data)], [416, 416]).data)
})

it('DETR: queries with logits, the last class is nothing', () => {
  const logits = empty([1, 100, 92])
  const boxesOf = empty([1, 100, 4])
  for (let i = 0; i < 100; i++) {
    logits[i * 92 + 91] = 20
    boxesOf.set([0.5, 0.5, 0.2, 0.4], i * 4)
  }
  boxesOf.set([centre.x / 800, centre.y / 800, centre.width / 800, centre.height / 800], 40)
  logits[10 * 92 + 91] = 0
  logits[10 * 92 + theClass] = 12
  const traces = { l: { ops: ['BiasAdd'] }, b: { ops: ['Sigmoid'] } }
  const { data } = read([output('l', [1, 100, 92], logits), output('b', [1, 100, 4], boxesOf)], [800, 800], traces)
  expectWanted(data, theClass, Math.exp(12) / (Math.exp(12) + 91))
})

describe('CenterNet', () => {
  const heat = () => {
    const data = empty([1, 80, 80, 10], 0.01)
    const at = (26 * 80 + 38) * 10
    data[at + theClass] = score
    // Its neighbour is no peak.
    data[at + 10 + theClass] = score - 0.1
    return output('hm', [1, 80, 80, 10], data)
  }
  const at = 26 * 80 + 38
  const traces = { hm: { ops: ['Sigmoid'] } }
  it('with sizes and offsets in cells', () => {
    const sizes = empty([1, 80, 80, 2])
    sizes.set([24, 24], at * 2)
    const found = read(
      [output('wh', [1, 80, 80, 2], sizes), heat(), output('reg', [1, 80, 80, 2], empty([1, 80, 80, 2]))],
      [320, 320],
      traces,
    )
    expectWanted(found.data)
  })
  it('with distances to the four sides in pixels', () => {
    const sizes = empty([1, 80, 80, 4])
    sizes.set([48, 48, 48, 48], at * 4)
    expectWanted(read([output('wh', [1, 80, 80, 4], sizes), heat()], [320, 320], traces).data)
  })
})
