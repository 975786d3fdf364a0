import { describe, expect, it } from 'vitest'
import { cut, formatBytes, formatCount, formatDuration, formatFigure, formatNumber, formatPercent } from './format.ts'

const table = (format: (value: number) => string, rows: readonly (readonly [number, string])[]) => {
  for (const [value, text] of rows) it(`${value} → ${text}`, () => expect(format(value)).toBe(text))
}

describe('formatDuration, ms', () => {
  table(formatDuration, [
    [0, '0 ms'],
    [0.001, '<0.01 ms'],
    [0.04, '0.04 ms'],
    [0.6, '0.6 ms'],
    [2.1, '2.1 ms'],
    [9.96, '10 ms'],
    [31, '31 ms'],
    [212.4, '212 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_340, '12.3 s'],
    [59_970, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [Number.NaN, 'NaN ms'],
  ])
})

describe('formatBytes', () => {
  table(formatBytes, [
    [0, '0 bytes'],
    [1, '1 byte'],
    [512, '512 bytes'],
    [1234, '1.2 kB'],
    [4_281_344, '4.3 MB'],
    [9_960_000, '10 MB'],
    [31_000_000, '31 MB'],
    [999_600, '1.0 MB'],
    [1_240_000_000, '1.2 GB'],
    [3e12, '3.0 TB'],
  ])
})

describe('formatCount', () => {
  table(formatCount, [
    [7, '7'],
    [1000, '1\u202F000'],
    [3_504_872, '3\u202F504\u202F872'],
    [-1234, '\u22121\u202F234'],
  ])
  it('appends a noun', () => {
    expect(formatCount(1, 'parameter')).toBe('1 parameter')
    expect(formatCount(0, 'parameter')).toBe('0 parameters')
    expect(formatCount(2, 'class', 'classes')).toBe('2 classes')
  })
})

describe('formatPercent of a share', () => {
  table(formatPercent, [
    [0.912, '91 %'],
    [0.0821, '8.2 %'],
    [0.0005, '0.05 %'],
    [1e-9, '<0.01 %'],
    [0.998904, '99.9 %'],
    [0.9999, '100 %'],
    [1, '100 %'],
    [0, '0 %'],
    [Number.NaN, 'NaN'],
  ])
})

describe('formatNumber', () => {
  table(formatNumber, [
    [9.216842, '9.217'],
    [-10.7614, '\u221210.76'],
    [0.5, '0.5'],
    [1e-9, '1e\u22129'],
    [123456.7, '123\u202F457'],
    [9999.7, '10\u202F000'],
    [2.5e12, '2.5e12'],
    [Number.NEGATIVE_INFINITY, '\u2212∞'],
    [0, '0'],
  ])
  it('takes the number of significant digits', () => expect(formatNumber(-10.7614, 3)).toBe('\u221210.8'))
})

describe('formatFigure', () => {
  table(formatFigure, [
    [-1.25449e-13, '\u22121.254\u202F×\u202F10⁻¹³'],
    [2.5e12, '2.5\u202F×\u202F10¹²'],
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
  ])
})

it('cuts a text by characters, without reading all of it', () => {
  expect(cut('a'.repeat(40))).toBe('a'.repeat(40))
  expect(cut('a'.repeat(41))).toBe(`${'a'.repeat(39)}…`)
  expect(cut('😀'.repeat(40))).toBe('😀'.repeat(40))
  expect(cut('😀'.repeat(41), 3)).toBe('😀😀…')
  expect(cut('x'.repeat(2 ** 28), 2)).toBe('x…')
})
