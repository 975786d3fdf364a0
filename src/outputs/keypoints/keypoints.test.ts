import { describe, expect, it } from 'vitest'
import type { Geometry } from '../../base/geometry.ts'
import { noMetadata } from '../../base/model.ts'
import { automaticOptions } from '../../base/reading.ts'
import { type KeyPoints, pointsAt } from '../../base/readings/keypoints.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { contextOf, tensorOf, wave } from '../fixtures.ts'
import { coco17 } from '../skeletons.ts'
import { keypoints } from './index.ts'

const square = (side: number, geometry: Geometry | null = null): ReadContext['inputs'] => [
  { name: 'x', dtype: 'float32', shape: [1, side, side, 3], geometry },
]

function read(outputs: readonly NamedOutput[], inputs: ReadContext['inputs'], options = {}): KeyPoints {
  const context: ReadContext = { ...contextOf(outputs), metadata: noMetadata, inputs }
  const [match] = keypoints.match(outputs, context)
  if (match === undefined) throw new Error('no key points')
  const used = match.uses.flatMap((name) => outputs.find((one) => one.name === name) ?? [])
  return keypoints.decode(used, context, { ...automaticOptions(match), ...options }).data
}

const fits = (outputs: readonly NamedOutput[], inputs = square(192)) =>
  keypoints.match(outputs, { ...contextOf(outputs), inputs }).map(({ fit }) => fit)

/** Point `j` of instance `i` of the first picture, rounded. */
const at = (data: KeyPoints, i: number, j: number) => {
  const row = data.rows[0]
  const point = row === undefined ? undefined : pointsAt(data, row, i)[j]
  return point === undefined ? '' : `${point.name} ${Math.round(point.x)},${Math.round(point.y)}`
}

describe('MoveNet', () => {
  const person = Array.from({ length: 17 }, (_, i) => [0.25 + i * 0.01, 0.5 + i * 0.02, 0.5 + i * 0.02]).flat()

  it('gives y, x and score of 17 points as fractions of the input', () => {
    const data = read([{ name: 'Identity', value: tensorOf([1, 1, 17, 3], person) }], square(200))
    expect(at(data, 0, 0)).toBe('nose 100,50')
    expect(at(data, 0, 16)).toBe('right ankle 164,82')
    expect(data.rows[0]?.score[0]).toBeCloseTo(0.66)
    expect(data.thing).toBe('person')
  })

  it('is placed on the part of the picture that was cropped', () => {
    const geometry: Geometry = {
      picture: { width: 600, height: 400 },
      orientation: 6,
      crop: { x: 100, y: 0, width: 400, height: 400 },
      placed: { x: 0, y: 0, width: 200, height: 200 },
      input: { width: 200, height: 200 },
      axes: { height: 1, width: 2 },
    }
    const data = read([{ name: 'Identity', value: tensorOf([1, 1, 17, 3], person) }], square(200, geometry))
    expect(at(data, 0, 0)).toBe('nose 300,100')
    expect(data.frame).toEqual({ of: 'picture', input: 'x', width: 600, height: 400 })
  })

  it('for several people gives a box and a score each; the weak ones are left out', () => {
    const row = (score: number) => [...person, 0.1, 0.2, 0.9, 0.7, score]
    const value = tensorOf([1, 3, 56], [...row(0.1), ...row(0.9), ...row(0.5)])
    const data = read([{ name: 'output_0', value }], square(100))
    expect(data.rows[0]).toMatchObject({ count: 2, below: 1 })
    expect(data.rows[0]?.bestBelow).toBeCloseTo(0.1)
    expect(Array.from(data.rows[0]?.boxes.subarray(0, 4) ?? [], Math.round)).toEqual([20, 10, 50, 80])
    expect(read([{ name: 'output_0', value }], square(100), { threshold: 0.6 }).rows[0]?.count).toBe(1)
  })
})

describe('PoseNet', () => {
  const cells = 25
  const stride = 16
  const tree = [
    [0, 1],
    [1, 3],
    [0, 2],
    [2, 4],
    [0, 5],
    [5, 7],
    [7, 9],
    [5, 11],
    [11, 13],
    [13, 15],
    [0, 6],
    [6, 8],
    [8, 10],
    [6, 12],
    [12, 14],
    [14, 16],
  ] as const
  type Points = readonly (readonly [number, number])[]

  /** The maps of people at known points: a peak, its offset, and displacements along the tree at each part's cell. */
  function mapsOf(people: readonly Points[]): readonly NamedOutput[] {
    const map = (channels: number, fill = 0) => new Array<number>(cells * cells * channels).fill(fill)
    const [heat, offsets, forward, backward] = [map(17, -9), map(34), map(32), map(32)]
    for (const points of people) {
      const cellOf = (k: number) => {
        const [x, y] = points[k] ?? [0, 0]
        return [Math.round(x / stride), Math.round(y / stride)] as const
      }
      const put = (into: number[], channels: number, k: number, channel: number, value: number) => {
        const [column, row] = cellOf(k)
        into[(row * cells + column) * channels + channel] = value
      }
      for (const [k, [x, y]] of points.entries()) {
        const [column, row] = cellOf(k)
        put(heat, 17, k, k, 4)
        put(offsets, 34, k, k, y - row * stride)
        put(offsets, 34, k, 17 + k, x - column * stride)
      }
      for (const [edge, [from, to]] of tree.entries()) {
        const [a = [0, 0], b = [0, 0]] = [points[from], points[to]]
        put(forward, 32, from, edge, b[1] - a[1])
        put(forward, 32, from, 16 + edge, b[0] - a[0])
        put(backward, 32, to, edge, a[1] - b[1])
        put(backward, 32, to, 16 + edge, a[0] - b[0])
      }
    }
    const shape = (channels: number) => [1, cells, cells, channels]
    return [
      { name: 'displacement_fwd_2', value: tensorOf(shape(32), forward) },
      { name: 'heatmap_2', value: tensorOf(shape(17), heat) },
      { name: 'displacement_bwd_2', value: tensorOf(shape(32), backward) },
      { name: 'offset_2', value: tensorOf(shape(34), offsets) },
    ]
  }

  const standing = (left: number): Points =>
    coco17.names.map((name, k) => [left + (name.startsWith('left') ? 70 : 0) + k * 1.5, 21 + k * 21] as const)

  it('finds the people in its maps, and takes the logits for what they are', () => {
    const data = read(mapsOf([standing(40), standing(220)]), square(385))
    expect(data.rows[0]?.count).toBe(2)
    const lefts = [0, 1].map((i) => data.rows[0]?.x[i * 17] ?? 0).sort((a, b) => a - b)
    expect(lefts.map(Math.round)).toEqual([40, 220])
    const first = lefts[0] === data.rows[0]?.x[0] ? 0 : 1
    for (const [k, [x, y]] of standing(40).entries()) {
      expect(Math.abs((data.rows[0]?.x[first * 17 + k] ?? 0) - x)).toBeLessThan(0.01)
      expect(Math.abs((data.rows[0]?.y[first * 17 + k] ?? 0) - y)).toBeLessThan(0.01)
    }
    expect(data.rows[0]?.pointScore[0]).toBeCloseTo(1 / (1 + Math.exp(-4)))
  })

  it('shows one person if the names do not tell the displacements apart', () => {
    const outputs = mapsOf([standing(40)]).map(({ value }, i) => ({ name: `Identity_${i}`, value }))
    const data = read(outputs, square(385))
    expect(data.rows[0]?.count).toBe(1)
    expect(at(data, 0, 0)).toBe('nose 40,21')
    expect(data.note).toContain('the points of one person')
  })

  it('finds nobody in empty maps', () => {
    expect(read(mapsOf([]), square(385)).rows[0]?.count).toBe(0)
  })
})

describe('landmarks of a crop', () => {
  const mesh = Array.from({ length: 1404 }, (_, i) => [100, 50, -7][i % 3] as number)

  it('take their score from the flag beside them, whatever the order', () => {
    const outputs = [
      { name: 'contours', value: tensorOf([1, 266], wave(266, 90)) },
      { name: 'output_faceflag', value: tensorOf([1, 1], [0.875]) },
      { name: 'mesh', value: tensorOf([1, 1404], mesh) },
    ]
    const data = read(outputs, square(192))
    expect(at(data, 0, 467)).toBe('point 467 100,50')
    expect(data.rows[0]?.score[0]).toBe(0.875)
    expect(data.rows[0]?.z[0]).toBe(-7)
    expect(data.note).toBe('The model expects a crop that shows one face.')
  })
  it('say so if the model doubts that there is one, and show them all the same', () => {
    const outputs = [
      { name: 'mesh', value: tensorOf([1, 1404], mesh) },
      { name: 'output_faceflag', value: tensorOf([1, 1], [-0.5]) },
    ]
    const data = read(outputs, square(192))
    expect(data.rows[0]?.score[0]).toBeCloseTo(0.378)
    expect(data.rows[0]?.count).toBe(1)
    expect(data.note).toContain('It doubts that there is one.')
  })
  it('of a hand are told from its metres by their size', () => {
    const world = { name: 'Identity_3', value: tensorOf([1, 63], wave(63, 0.1)) }
    const points = { name: 'Identity', value: tensorOf([1, 63], wave(63, 100)) }
    const flags = [
      { name: 'Identity_2', value: tensorOf([1, 1], [0.1]) },
      { name: 'Identity_1', value: tensorOf([1, 1], [0.9]) },
    ]
    const data = read([world, ...flags, points], square(224))
    expect(data.rows[0]?.x[0]).toBeCloseTo(wave(63, 100)[0] ?? 0, 4)
    expect(data.rows[0]?.score[0]).toBeCloseTo(0.9)
    expect(data.note).toContain('It is a right hand (90 %) if the picture is mirrored, else a left one.')
  })
  it('of an eye and its iris come in one output or in two', () => {
    const eye = {
      name: 'Identity',
      value: tensorOf(
        [1, 213],
        Array.from({ length: 213 }, (_, i) => i / 4),
      ),
    }
    const iris = { name: 'Identity_1', value: tensorOf([1, 15], [30, 31, 0, ...wave(12, 9)]) }
    const data = read([iris, eye], square(64))
    expect(data.skeleton.names).toHaveLength(76)
    expect([at(data, 0, 1), at(data, 0, 71)]).toEqual(['point 1 1,1', 'point 71 30,31'])
    expect(fits([eye], square(64))).toEqual([])
  })
})

describe('a face mesh with attention', () => {
  // All points of the mesh lie at (96, 96), but for the left eye of the picture at (60, 80) and the right one at (130, 80).
  const mesh = Array.from({ length: 468 }, () => [96, 96, -4]).flat()
  const put = (points: readonly number[], x: number, y: number, z: number) => {
    for (const point of points) mesh.splice(point * 3, 3, x, y, z)
  }
  put([33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173], 60, 80, -10)
  put([263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398], 130, 80, -12)
  /** Points in a row to the right of (x, y). */
  const row = (count: number, x: number, y: number) => Array.from({ length: count }, (_, i) => [x + i / 100, y]).flat()
  const outputs = (names: Readonly<Record<string, string>>): readonly NamedOutput[] =>
    [
      { name: 'rightIris', value: tensorOf([1, 10], row(5, 131, 81)) },
      { name: 'flag', value: tensorOf([1, 1], [0.75]) },
      { name: 'rightEye', value: tensorOf([1, 142], row(71, 132, 82)) },
      { name: 'lips', value: tensorOf([1, 160], row(80, 90, 140)) },
      { name: 'mesh', value: tensorOf([1, 1404], mesh) },
      { name: 'leftEye', value: tensorOf([1, 142], row(71, 62, 82)) },
      { name: 'leftIris', value: tensorOf([1, 10], row(5, 61, 81)) },
    ].map(({ name, value }) => ({ name: names[name] ?? name, value }))
  const renamed = {
    rightIris: 'Identity_6',
    flag: 'Identity',
    rightEye: 'Identity_5',
    lips: 'Identity_3',
    mesh: 'Identity_4',
    leftEye: 'Identity_1',
    leftIris: 'Identity_2',
  }

  it.each([
    ['with names', {}],
    ['with renamed outputs, by the places of the eyes', renamed],
  ])('refines lips and eyes and adds irises, %s', (_, names) => {
    const data = read(outputs(names), square(192))
    const [found] = data.rows
    expect(data.skeleton.names).toHaveLength(478)
    // By the order in which face-landmarks-detection of TensorFlow.js maps the outputs: 61 is the first point of the lips
    // and 291 the eleventh, 33 and 263 are the first ones of the eyes, 468 and 473 the centres of the irises.
    const places = [1, 61, 291, 33, 263, 193, 468, 472, 473].map((j) =>
      [found?.x[j], found?.y[j], found?.z[j]].map((value) => Math.round((value ?? 0) * 100) / 100),
    )
    expect(places).toEqual([
      [96, 96, -4],
      [90, 140, -4],
      [90.1, 140, -4],
      [62, 82, -10],
      [132, 82, -12],
      [62.7, 82, -4],
      [61, 81, -10],
      [61.04, 81, -10],
      [131, 81, -12],
    ])
    expect(found?.score[0]).toBe(0.75)
  })
  it('is the plain mesh without its irises, and nothing beside a table', () => {
    const whole = outputs({})
    const without = whole.filter(({ name }) => !name.includes('Iris'))
    expect(read(without, square(192)).skeleton.names).toHaveLength(468)
    expect(fits(whole, [])).toEqual([])
  })
  it('takes an unscaled flag for a logit', () => {
    const raw = outputs({}).map((one) => (one.name === 'flag' ? { ...one, value: tensorOf([1, 1], [-3]) } : one))
    expect(read(raw, square(192))).toMatchObject({
      note: 'The model expects a crop that shows one face. It doubts that there is one.',
    })
  })
})

describe('heat maps', () => {
  it('give the peak of each map, towards the larger neighbour', () => {
    const data = new Array<number>(32 * 32 * 16).fill(0)
    for (let k = 0; k < 16; k++) data[(k * 32 + 10) * 16 + k] = 0.9
    data[(0 * 32 + 11) * 16] = 0.5
    const found = read([{ name: 'upscaled_confs', value: tensorOf([1, 32, 32, 16], data) }], square(256))
    expect(at(found, 0, 0)).toBe('head top 86,4')
    expect(at(found, 0, 4)).toBe('right wrist 84,36')
    expect(found.rows[0]?.pointScore[4]).toBeCloseTo(0.9)
  })
  it('are the same with the channels first, as the picture is fed', () => {
    const data = new Array<number>(32 * 32 * 16).fill(0)
    for (let k = 0; k < 16; k++) data[k * 1024 + k * 32 + 10] = 0.9
    const value = tensorOf([1, 16, 32, 32], data)
    const found = read(
      [{ name: 'heatmap', value }],
      [{ ...(square(256)[0] as ReadContext['inputs'][0]), shape: [1, 3, 256, 256] }],
    )
    expect([at(found, 0, 0), at(found, 0, 4)]).toEqual(['head top 84,4', 'right wrist 84,36'])
    expect(fits([{ name: 'heatmap', value }], square(256))).toEqual([])
  })
  it('without a name are only offered, as maps of classes have their shape', () => {
    expect(fits([{ name: 'Identity', value: tensorOf([1, 32, 32, 21], wave(32 * 32 * 21, 3)) }])).toEqual([0.05])
  })
})

describe('other outputs', () => {
  it.each([
    ['an embedding', tensorOf([1, 192], wave(192, 0.2))],
    ['logits', tensorOf([1, 1000], wave(1000, 8))],
    ['a feature map', tensorOf([1, 25, 25, 20], wave(25 * 25 * 20, 3))],
    ['a head of YOLO', tensorOf([1, 56, 100], wave(5600, 1))],
    ['rows of another range', tensorOf([1, 1, 17, 3], wave(51, 9))],
  ])('%s is not read as key points', (_, value) => expect(fits([{ name: 'y', value }])).toEqual([]))

  it('a table of 63 numbers is only offered', () => {
    expect(fits([{ name: 'y', value: tensorOf([1, 63], wave(63, 1)) }])).toEqual([0.05])
    expect(fits([{ name: 'y', value: tensorOf([1, 228], wave(228, 50)) }], square(64))).toEqual([0.93])
    expect(fits([{ name: 'y', value: tensorOf([1, 63], wave(63, 1)) }], [])).toEqual([])
  })
})
