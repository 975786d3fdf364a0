import { expect, it } from 'vitest'
import { blobSource } from '../../files/byte-source.ts'
import { readTextTable, type TextTableSpec } from './text-table.ts'

const lines = { keyIndex: -2, valueIndex: -1, vocabularySize: -1, delimiter: '\t', offset: 0 }

async function read(text: string, spec: TextTableSpec, value: 'int32' | 'float32' | 'string' = 'int32') {
  const file = { path: 'vocab.txt', name: 'vocab.txt', source: blobSource(new Blob([text])) }
  const { keys, values } = await readTextTable(file, spec, { key: 'string', value })
  return [keys.data, values.data]
}

it('reads lines, line numbers and columns, up to the stated count', async () => {
  expect(await read('cat\ndog\r\n\nfish\n', lines)).toEqual([['cat', 'dog', '', 'fish'], Int32Array.of(0, 1, 2, 3)])
  const columns = { ...lines, keyIndex: 1, valueIndex: 0, delimiter: ',' }
  expect(await read('1,a\n2,b', columns)).toEqual([['a', 'b'], Int32Array.of(1, 2)])
  expect(await read('0.5,a\n', columns, 'float32')).toEqual([['a'], Float32Array.of(0.5)])
  expect(await read('a\nb\nc', { ...lines, vocabularySize: 2 })).toEqual([['a', 'b'], Int32Array.of(0, 1)])
})

it('names a line without the column or number, and a file that is too short', async () => {
  await expect(read('a\n', { ...lines, valueIndex: 1 })).rejects.toThrow(/Line 1 of vocab\.txt has no column 2/)
  await expect(read('1\nx\n', { ...lines, valueIndex: 0 })).rejects.toThrow(/Line 2 of vocab\.txt should be a number/)
  await expect(read('a', { ...lines, vocabularySize: 3 })).rejects.toThrow(/has 1 line; the model's hash table needs 3/)
})
