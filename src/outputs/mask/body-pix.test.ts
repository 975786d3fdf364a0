import { expect, it } from 'vitest'
import { noClass } from '../../base/readings/mask.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { contextOf, decodeIn, tensorOf } from '../fixtures.ts'
import { readOutputs } from '../index.ts'
import { mask } from './index.ts'

// Cells are 16 px apart, from edge to edge of an input of 65 px.
const cells = 5
const input = { name: 'sub_2', dtype: 'float32', shape: [1, 65, 65, 3], geometry: null } as const

const map = (
  name: string,
  channels: number,
  value: (column: number, row: number, k: number) => number,
): NamedOutput => ({
  name,
  value: tensorOf(
    [1, cells, cells, channels],
    Array.from({ length: cells * cells * channels }, (_, i) => {
      const cell = Math.floor(i / channels)
      return value(cell % cells, Math.floor(cell / cells), i % channels)
    }),
  ),
})

/** A person in the columns 0 to 2, of whom the upper two rows are the left face and the others the back of the torso. */
const person = map('float_segments', 1, (column) => (column <= 2 ? 4 : -4))
const part = map('float_part_heatmaps', 24, (_column, row, k) => (k === (row < 2 ? 0 : 13) ? 3 : -3))
const points = [
  map('float_heatmaps', 17, () => -9),
  map('float_short_offsets', 34, () => 0),
  map('float_long_offsets', 34, () => 0),
  map('float_part_offsets', 48, () => 0),
  map('displacement_fwd_2', 32, () => 0),
  map('displacement_bwd_2', 32, () => 0),
]

const contextFor = (outputs: readonly NamedOutput[]): ReadContext => ({ ...contextOf(outputs), inputs: [input] })
const fits = (outputs: readonly NamedOutput[]) =>
  mask.match(outputs, contextFor(outputs)).flatMap(({ fit, uses }) => (uses.length === 2 ? [fit] : []))
const decoded = (outputs: readonly NamedOutput[], options = {}) =>
  decodeIn(mask, outputs, contextFor(outputs), options).data

it('shows the parts of a body, numbered as the model numbers them', () => {
  const data = decoded([part, person, ...points])
  expect(data).toMatchObject({ width: 17, height: 17, background: 24, shows: 'classes' })
  // Four pixels per cell. Between columns 2 and 3 the logit falls from 4 to −4 in steps of 2: σ(2) = 0.88, σ(0) = 0.5, so
  // that columns 0 to 9 are the person. The parts are equal between rows 1 and 2 at pixel 6, where the first one wins.
  const columnsOf = (row: number) => Array.from(data.rows[0]?.index.subarray(row * 17, row * 17 + 17) ?? [])
  expect(columnsOf(0)).toEqual([...new Array(10).fill(0), ...new Array(7).fill(24)])
  expect(columnsOf(6)[0]).toBe(0)
  expect(columnsOf(7)).toEqual([...new Array(10).fill(13), ...new Array(7).fill(24)])
  expect(data.rows[0]?.classes.map(({ label, share }) => [label, Math.round(share * 289)])).toEqual([
    ['background', 119],
    ['torso back', 100],
    ['left face', 70],
  ])
  // The centres of the first and the last pixel lie on the centres of the first and the last pixel of the input.
  const { x, width } = data.place
  expect([x + width / 34, x + width - width / 34]).toEqual([0.5, 64.5])
})

it('has a threshold, and names as body-pix 2 orders them', () => {
  const data = decoded([part, person, ...points], { threshold: 0.9 })
  expect(data.rows[0]?.classes.at(-1)).toMatchObject({ label: 'left face', share: 63 / 289 })
  expect(data.labels?.slice(2, 6)).toEqual([
    'left upper arm front',
    'left upper arm back',
    'right upper arm front',
    'right upper arm back',
  ])
  expect([12, 13, 22, 23].map((i) => data.labels?.[i])).toEqual([
    'torso front',
    'torso back',
    'left foot',
    'right foot',
  ])
})

it('says where the values are no numbers, and finds nobody in empty maps', () => {
  const broken = map('float_segments', 1, (column) => (column === 0 ? Number.NaN : -4))
  const data = decoded([part, broken, ...points])
  expect(data.rows[0]?.index[0]).toBe(noClass)
  expect(data.rows[0]?.broken).toBeGreaterThan(0.2)
  const empty = decoded([part, map('float_segments', 1, () => -4), ...points])
  expect(empty.rows[0]?.classes).toEqual([{ index: 24, label: 'background', share: 1 }])
})

it('stands beside the key points of the same model, in a group of its own', () => {
  const outputs = [...points, person, part].map((one, i) => ({ ...one, name: `${one.name}/conv_${i}` }))
  const groups = readOutputs(outputs, contextFor(outputs))
  expect(groups.slice(0, 2).map(({ shown }) => shown.interpretation.view)).toEqual(['keypoints', 'mask'])
})

it('is nothing but the family: 24 classes of pixels, or maps without the points, are not', () => {
  expect(fits([part, person, ...points])).toEqual([0.97])
  const unnamed = [{ ...part, name: 'Identity' }, person]
  expect(fits(unnamed)).toEqual([])
  expect(fits([part, ...points])).toEqual([])
  expect(mask.match([part, person, ...points], { ...contextOf([part, person]), inputs: [] })).toEqual([])
})
