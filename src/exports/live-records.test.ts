import { describe, expect, it } from 'vitest'
import type { LiveResult } from '../base/live.ts'
import type { Boxes, BoxRow } from '../base/readings/boxes.ts'
import type { Interpretation } from '../base/readings/index.ts'
import { LiveRecords } from './live-records.ts'

function result(interpretation: Interpretation): LiveResult {
  const { view } = interpretation
  const shown = { candidate: view, uses: ['out'], reason: 'the test says so', options: {}, interpretation }
  const value = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 3) } as const
  const stats = { min: 1, max: 3, mean: 2, sum: 4, nan: 0, inf: 0 }
  return {
    groups: [{ outputs: ['out'], candidates: [], open: true, shown }],
    outputs: [{ name: 'out', dtype: 'float32', shape: [2], stats, value }],
    detail: null,
    rung: 'cpu',
    compiled: false,
    ms: { input: 1, run: 2, readback: 0.5, result: 1 },
    memory: null,
  }
}

function boxes(scores: readonly number[]): LiveResult {
  const all = (value: number) => Float32Array.from(scores, () => value)
  const row: BoxRow = {
    count: scores.length,
    x: all(1),
    y: all(2),
    width: all(3),
    height: all(4),
    score: Float32Array.from(scores),
    index: Int32Array.from(scores, () => 0),
    points: new Float32Array(),
    pointScores: new Float32Array(),
    shapes: [],
    removed: { below: 0, overlapping: 0, filtered: 0, broken: 0 },
    bestBelow: null,
  }
  const data = {
    rows: [row],
    frame: { of: 'picture', input: 'x', width: 8, height: 8 },
    threshold: 0.5,
    labels: ['face'],
    labelsSource: null,
    classes: [],
    skeleton: null,
    note: '',
  } as unknown as Boxes
  return result({ view: 'boxes', data })
}

describe('recorded live results', () => {
  it('have a line for each thing that was found, and one for a frame without any', () => {
    const records = new LiveRecords()
    records.add({ frame: 1, time: 0, result: boxes([0.5, 0.75]) })
    records.add({ frame: 2, time: 0.04, result: boxes([]) })
    const [head = '', ...lines] = records.csv().map((line) => line.trim())
    expect(head.startsWith('frame,time s,row,label,')).toBe(true)
    expect(lines.map((line) => line.split(',').slice(0, 6))).toEqual([
      ['1', '0', '0', 'face', '0', '0.5'],
      ['1', '0', '0', 'face', '0', '0.75'],
      ['2', '0.04', '', '', '', ''],
    ])
    const [first, second] = records.jsonl().map((line) => JSON.parse(line))
    expect(first).toMatchObject({ frame: 1, time: 0, ms: 2.5, readings: [{ view: 'boxes', outputs: ['out'] }] })
    expect(first.readings[0].data.items).toHaveLength(2)
    expect(second.readings[0].data.items).toEqual([])
    expect(records.count).toBe(2)
    expect(records.bytes).toBe(records.jsonl().join('').length)
  })

  it('have the figures of readings that draw values, and new titles after another reading was chosen', () => {
    const records = new LiveRecords()
    records.add({ frame: 1, time: 0, result: result({ view: 'tensor', data: {} as never }) })
    records.add({ frame: 2, time: 1, result: boxes([0.5]) })
    const lines = records.csv()
    expect(lines.slice(0, 2)).toEqual(['frame,time s,min,max,mean\r\n', '1,0,1,3,2\r\n'])
    expect(lines[2]).toContain('frame,time s,row,label')
    expect(JSON.parse(records.jsonl()[0] ?? '').readings[0].cells).toEqual({ min: 1, max: 3, mean: 2 })
  })
})
