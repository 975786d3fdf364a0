import { expect, it } from 'vitest'
import { cellOf } from '../../base/row-table.ts'
import { memoryFile, prepareFile, spec } from '../fixtures/index.ts'
import { parseTable } from './parse.ts'
import { rowTableOf } from './rows.ts'

const tableOf = (text: string) => rowTableOf(parseTable(text, { header: 'auto', delimiter: 'auto' }).table)

it('sends numbers alone where they say the same as the cells, else the cells too', () => {
  const { rows, columns } = tableOf('id,mass,site,on\n007,3.5,b,true\n008,,a,false\n')
  expect(rows).toBe(2)
  expect(columns.map(({ name, numbers, texts }) => [name, numbers && [...numbers], texts])).toEqual([
    ['id', [7, 8], ['007', '008']],
    ['mass', [3.5, Number.NaN], null],
    ['site', null, ['b', 'a']],
    ['on', [1, 0], ['true', 'false']],
  ])
  expect(columns.map((column) => cellOf(column, 1))).toEqual(['008', null, 'a', 'false'])
})

it('keeps decimal commas and numbers of more digits than a number holds', () => {
  const { columns } = tableOf('a;b\n1,5;12345678901234567\n2,25;1\n')
  expect(columns.map(({ texts }) => texts)).toEqual([
    ['1,5', '2,25'],
    ['12345678901234567', '1'],
  ])
})

it('leaves the columns of a very large table behind', () => {
  const numbers = new Float64Array(1_000_001)
  const large = {
    type: 'table',
    rows: 1_000_001,
    columns: [{ name: 'a', type: 'number', numbers, text: String }],
  } as const
  expect(rowTableOf(large)).toEqual({ rows: 1_000_001, columns: [] })
})

it('belongs to a run only if each row becomes one element of the batch', async () => {
  const file = memoryFile('data.csv', 'name,a,b\nx,1,2\ny,3,4\nz,5,6\n')
  const batch = await prepareFile(file, spec([null, 2]))
  expect(batch.rowTable()?.columns.map(({ name }) => name)).toEqual(['name', 'a', 'b'])
  const one = await prepareFile(file, spec([1, 2]))
  expect(one.rowTable()).toBeNull()
})
