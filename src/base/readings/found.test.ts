import { describe, expect, it } from 'vitest'
import { headlineText } from '../headline.ts'
import type { TensorValue } from '../tensor.ts'
import { type Boxes, type BoxRow, boxes } from './boxes.ts'
import type { ReadOutput } from './contract.ts'
import { type KeyPointRow, type KeyPoints, keypoints } from './keypoints.ts'

const value: TensorValue = { dtype: 'float32', shape: [0], data: new Float32Array(0) }
const output: ReadOutput = { name: 'y', shape: [0], value }
const frame = { of: 'picture', input: 'x', width: 640, height: 480 } as const
const floats = (...numbers: readonly number[]) => Float32Array.from(numbers)

describe('boxes', () => {
  const row = (...found: readonly (readonly [index: number, score: number])[]): BoxRow => ({
    count: found.length,
    x: Float32Array.from(found, (_, i) => 10 * i),
    y: Float32Array.from(found, () => 20),
    width: Float32Array.from(found, () => 30),
    height: Float32Array.from(found, () => 40),
    score: Float32Array.from(found, ([, score]) => score),
    index: Int32Array.from(found, ([index]) => index),
    points: Float32Array.from(found.flatMap(() => [1, 2])),
    pointScores: floats(),
    removed: { below: 0, overlapping: 0, filtered: 0, broken: 0 },
    shapes: [],
    bestBelow: null,
  })
  const data = (...rows: readonly BoxRow[]): Boxes => ({
    rows,
    frame,
    threshold: 0.5,
    labels: ['person', '', 'dog'],
    labelsSource: 'labels.txt',
    classes: [],
    skeleton: { names: ['nose'], edges: [] },
    note: '',
  })
  const three = row([0, 1], [2, 0.75], [0, 0.5], [1, 0.5])

  it('are summed up by class', () => {
    expect(headlineText(boxes.headline(data(three), output))).toBe('2 people, 1 dog, class 1')
    expect(headlineText(boxes.headline(data(row()), output))).toBe('nothing above 0.5')
    expect(headlineText(boxes.headline(data(row([0, 1], [1, 1], [2, 1], [3, 1])), output))).toContain('…')
  })
  it('of a batch are counted in all pictures', () => {
    expect(headlineText({ ...boxes.headline(data(row(), three, row([2, 1])), output), batch: 3 })).toBe(
      '2 people, 2 dogs, class 1 in 3 pictures',
    )
    expect(boxes.batch?.(data(row(), three))).toBe(2)
  })
  it('are lost if all are NaN, but not if some are below the threshold', () => {
    const broken = (below: number): BoxRow => ({ ...row(), removed: { ...row().removed, below, broken: 9 } })
    expect(boxes.headline(data(broken(0)), output)).toEqual({ kind: 'lost' })
    expect(headlineText(boxes.headline(data(broken(1)), output))).toBe('nothing above 0.5')
    expect(headlineText(boxes.headline(data(broken(0), three), output))).toBe('2 people, 1 dog, class 1')
  })
  it('have the best one in the table of runs', () => {
    expect(boxes.cells?.(data(three), output)).toEqual([
      ['boxes', 4],
      ['label', 'person'],
      ['score', 1],
      ['x', 0],
      ['y', 20],
      ['width', 30],
      ['height', 40],
    ])
    expect(boxes.cells?.(data(row()), output)?.[1]).toEqual(['label', null])
  })
  it('are rows of CSV, with their points', () => {
    const table = boxes.table?.(data(row([2, 0.75]), row([0, 1])), output)
    expect(table?.titles).toEqual(['row', 'label', 'index', 'score', 'x', 'y', 'width', 'height', 'nose x', 'nose y'])
    expect([...(table?.rows ?? [])]).toEqual([
      [0, 'dog', 2, 0.75, 0, 20, 30, 40, 1, 2],
      [1, 'person', 0, 1, 0, 20, 30, 40, 1, 2],
    ])
  })
  it('are items of JSON, which name the picture of a batch, up to a number', () => {
    const points = [{ name: 'nose', x: 1, y: 2, score: null }]
    const item = { label: 'dog', index: 2, score: 0.75, x: 0, y: 20, width: 30, height: 40, points }
    expect(boxes.record?.(data(row([2, 0.75])), output, 9)).toEqual({
      frame,
      labels: 'labels.txt',
      threshold: 0.5,
      items: [item],
    })
    const record = boxes.record?.(data(row([0, 1], [0, 1]), row([2, 0.75])), output, 3) as { items: unknown[] }
    expect(record.items.at(-1)).toEqual({ row: 1, ...item })
    expect(boxes.record?.(data(three), output, 2)).toMatchObject({ items: { length: 2 } })
  })
})

describe('key points', () => {
  const row: KeyPointRow = {
    count: 2,
    score: floats(0.75, Number.NaN),
    x: floats(1, 2, 3, 4),
    y: floats(5, 6, 7, 8),
    z: floats(),
    pointScore: floats(1, 0.5, 0.25, 0),
    boxes: floats(),
    below: 0,
    bestBelow: null,
  }
  const data: KeyPoints = {
    rows: [row],
    frame,
    skeleton: { names: ['nose', 'chin'], edges: [] },
    thing: 'face',
    threshold: 0.5,
    pointThreshold: 0.25,
    note: '',
  }

  it('are counted by instance', () => {
    expect(headlineText(keypoints.headline(data, output))).toBe('2 faces')
    expect(headlineText(keypoints.headline({ ...data, rows: [] }, output))).toBe('nothing above 0.5')
  })
  it('are a row of CSV each', () => {
    const [first, second] = keypoints.table?.(data, output).rows ?? []
    expect(first).toEqual([0, 0, 0.75, 'nose', 1, 5, null, 1])
    expect(second).toEqual([0, 0, 0.75, 'chin', 2, 6, null, 0.5])
  })
  it('are instances of JSON', () => {
    expect(keypoints.record?.(data, output, 1)).toMatchObject({
      thing: 'face',
      instances: [
        {
          score: 0.75,
          points: [
            { name: 'nose', x: 1, y: 5, score: 1 },
            { name: 'chin', x: 2, y: 6, score: 0.5 },
          ],
        },
      ],
    })
  })
})
