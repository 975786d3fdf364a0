import { describe, expect, test } from 'vitest'
import { codes, memoryFile, numbers, prepareFile, spec, stepOf } from '../fixtures/index.ts'
import { parseTable } from './parse.ts'

const auto = { header: 'auto', delimiter: 'auto' } as const
const csv = (text: string, name = 'data.csv') => memoryFile(name, text)

function shapeAndNames(text: string): { rows: number; names: readonly string[]; header: boolean; skipped: number } {
  const { table, header, skipped } = parseTable(text, auto)
  return { rows: table.rows, names: table.columns.map(({ name }) => name), header, skipped }
}

describe('lines before the data', () => {
  test.each([
    ['names above numbers', 'a,b\n1,2\n3,4\n', { rows: 2, names: ['a', 'b'], header: true, skipped: 0 }],
    ['no names', '1,2\n3,4\n', { rows: 2, names: ['column 1', 'column 2'], header: false, skipped: 0 }],
    ['a byte order mark', '\ufeffa,b\n1,2\n', { rows: 1, names: ['a', 'b'], header: true, skipped: 0 }],
    [
      "scikit-learn's counts in place of names",
      '3,2,setosa\n5.1,3.5,0\n4.9,3.0,0\n4.7,3.2,1\n',
      { rows: 3, names: ['column 1', 'column 2', 'column 3'], header: false, skipped: 1 },
    ],
    [
      'counts of another width than the data',
      '2,3,malignant,benign\n1,2,3,4,0\n5,6,7,8,1\n',
      { rows: 2, names: [1, 2, 3, 4, 5].map((i) => `column ${i}`), header: false, skipped: 1 },
    ],
    [
      'a line of counts before the names',
      '2,1,,\n"CRIM","ZN","INDUS","MEDV"\n0.1,18,2.3,24\n0.2,0,7.1,21\n',
      { rows: 2, names: ['CRIM', 'ZN', 'INDUS', 'MEDV'], header: true, skipped: 1 },
    ],
    ['a title', 'Measured in May\na,b\n1,2\n3,4\n', { rows: 2, names: ['a', 'b'], header: true, skipped: 1 }],
    [
      'text in some columns',
      'sex,length\nM,0.4\nF,0.5\n',
      { rows: 2, names: ['sex', 'length'], header: true, skipped: 0 },
    ],
    [
      'text alone, with names',
      'id,sentence\nx1,It rains today.\nx2,It does not.\n',
      { rows: 2, names: ['id', 'sentence'], header: true, skipped: 0 },
    ],
    [
      'column numbers of pandas, and its row numbers',
      ',0,1\n0,5.5,6.5\n1,7.5,8.5\n',
      { rows: 2, names: ['0', '1'], header: true, skipped: 0 },
    ],
    ['an index without a name', ',a,b\n0,5,6\n1,7,8\n', { rows: 2, names: ['a', 'b'], header: true, skipped: 0 }],
  ])('%s', (_name, text, expected) => {
    expect(shapeAndNames(text)).toEqual(expected)
  })
})

describe('delimiters, quotes, gaps', () => {
  test.each([
    ['tab', 'a\tb\n1\t2\n', [1, 2]],
    ['semicolon with decimal commas', 'a;b\n1,5;2,25\n', [1.5, 2.25]],
    ['vertical bar', 'a|b\n1|2\n', [1, 2]],
    ['blanks', ' 1.5   2\n 3    4\n', [1.5, 2]],
    ['Windows line ends', 'a,b\r\n1,2\r\n', [1, 2]],
    ['truth values', 'a,b\ntrue,False\n', [1, 0]],
  ])('%s', (_name, text, first) => {
    const { table } = parseTable(text, auto)
    expect(table.columns.map(({ numbers: column }) => column[0])).toEqual(first)
  })

  test('quoted newlines stay in one cell', () => {
    const { table } = parseTable('A,B,C,D\n1,2,3,4\n1,"""2,\n""3"",\n4\n5""",6,7\n1,2,3,4\n', auto)
    expect(table.rows).toBe(3)
    expect(table.columns[1]?.text(1)).toBe('"2,\n"3",\n4\n5"')
    expect(table.columns.map(({ type }) => type)).toEqual(['number', 'text', 'number', 'number'])
  })

  test('empty columns and empty rows', () => {
    const { table } = parseTable('A,B,C,D\n1,,x,0.1\n\n2,,y,0.2\n,,,\n3,,,0.3\n', auto)
    expect(table.rows).toBe(3)
    expect(table.columns.map(({ type }) => type)).toEqual(['number', 'empty', 'text', 'number'])
  })
})

describe('columns', () => {
  test('matching number of columns, all rows as the batch', async () => {
    const prepared = await prepareFile(csv('a,b\n1,2\n3,4\n'), spec([null, 2]))
    expect(prepared.tensor).toMatchObject({ dtype: 'float32', shape: [2, 2] })
    expect(numbers(prepared)).toEqual([1, 2, 3, 4])
    expect(codes(prepared)).toEqual([])
    expect(stepOf(prepared, 'columns')).toMatchObject({
      chosenBy: 'automatic',
      reason: 'as many as the input takes',
      summary: '2 of 2: a, b',
    })
  })

  test('one row at a time if the batch size is fixed', async () => {
    const file = csv('a,b\n1,2\n3,4\n')
    expect(numbers(await prepareFile(file, spec([1, 2])))).toEqual([1, 2])
    const second = await prepareFile(file, spec([1, 2]), { settings: [{ id: 'shape', values: { row: 2 } }] })
    expect(numbers(second)).toEqual([3, 4])
    expect(stepOf(second, 'shape')).toMatchObject({ summary: 'row 2 of 2 → [1, 2]', chosenBy: 'person' })
  })

  test('the last column is left out if there is one too many', async () => {
    const prepared = await prepareFile(csv('a,b,rings\n1.5,2,7.5\n3,4,8.5\n'), spec([null, 2]))
    expect(numbers(prepared)).toEqual([1.5, 2, 3, 4])
    expect(prepared.description.warnings).toMatchObject([
      {
        code: 'columns',
        message: expect.stringContaining('"rings" is left out'),
        fix: { setting: { id: 'columns', values: { columns: [1, 2] } } },
      },
    ])
  })

  test('the target is recognised by its name, or as the only class index', async () => {
    expect(numbers(await prepareFile(csv('species,a,b\n0,0.1,0.2\n1,0.3,0.4\n'), spec([null, 2])), 1)).toEqual([
      0.1, 0.2, 0.3, 0.4,
    ])
    const rows = '1,0.5,0.1\n0,0.6,0.2\n1,0.7,0.3\n0,0.8,0.4\n'
    expect(numbers(await prepareFile(csv(`kind,a,b\n${rows}`), spec([null, 2])), 1).slice(0, 2)).toEqual([0.5, 0.1])
  })

  const abalone = 'sex,length,weight,rings\nM,0.4,0.5,15\nF,0.3,0.2,7\nI,0.2,0.1,5\n'

  const categories = [
    { name: 'sex', categories: ['M', 'F', 'I'], min: null, max: null, mean: null, std: null },
    { name: 'length', min: 0.2, max: 0.4, mean: null, std: null },
  ]
  const stated = { metadata: { columns: categories, columnsSource: 'model_meta.json' } }

  test('text columns spread in the order of the metadata, numbers beside them scaled by its limits', async () => {
    const prepared = await prepareFile(csv(abalone), spec([null, 4]), stated)
    expect(numbers(prepared, 1)).toEqual([1, 0, 0, 1, 0, 1, 0, 0.5, 0, 0, 1, 0])
    expect(stepOf(prepared, 'standardise')).toMatchObject({ certainty: 'certain' })
    expect(codes(prepared)).toEqual([])
  })

  test('a category that the metadata does not list is named', async () => {
    await expect(prepareFile(csv(`${abalone}X,0.3,0.1,2\n`), spec([null, 4]), stated)).rejects.toMatchObject({
      code: 'input-shape',
      message: 'The column "sex" of data.csv contains "X"; model_meta.json lists M, F, I.',
    })
  })

  test('a text column is left out, with a fix that would use it', async () => {
    const prepared = await prepareFile(csv(abalone), spec([null, 3]))
    expect(stepOf(prepared, 'columns').summary).toBe('3 of 4: length, weight, rings')
    const [warning] = prepared.description.warnings
    expect(warning?.message).toContain('"sex" is left out because it is text, and "length" to "rings" are used.')
    const fix = warning?.fix
    expect(fix?.setting).toEqual({ id: 'columns', values: { columns: [0, 1, 2], encode: true } })
    const fixed = await prepareFile(csv(abalone), spec([null, 3]), { settings: fix ? [fix.setting] : [] })
    expect(numbers(fixed, 1)).toEqual([2, 0.4, 0.5, 0, 0.3, 0.2, 1, 0.2, 0.1])
    expect(codes(fixed)).toEqual([])
  })

  test('text with few values is a feature where a number has the name of the target', async () => {
    const table = `${abalone}M,0.3,0.3,8\n`
    const prepared = await prepareFile(csv(table), spec([null, 3]))
    expect(numbers(prepared, 1)).toEqual([2, 0.4, 0.5, 0, 0.3, 0.2, 1, 0.2, 0.1, 2, 0.3, 0.3])
    expect(stepOf(prepared, 'columns')).toMatchObject({
      certainty: 'guessed',
      reason: '"rings" seems to be the target, and "sex" a feature; the file does not tell how it was encoded',
    })
    const fix = prepared.description.warnings[0]?.fix
    const fixed = await prepareFile(csv(table), spec([null, 3]), { settings: fix ? [fix.setting] : [] })
    expect(numbers(fixed, 1).slice(0, 3)).toEqual([0.4, 0.5, 15])
  })

  test.each([
    ['the last column', 'a,b,kind\n1,2,x\n3,4,y\n5,6,x\n', 'derived'],
    ['a column named like a target', 'species,a,b\nx,1,2\ny,3,4\nx,5,6\n', 'derived'],
    ['a name in each row', 'place,a,b\nBonn,1,2\nOslo,3,4\nRome,5,6\n', 'derived'],
    ['a category before the numbers', 'kind,a,b\nx,1,2\ny,3,4\nx,5,6\n', 'guessed'],
  ])('text is left out: %s', async (_what, text, certainty) => {
    const prepared = await prepareFile(csv(text), spec([null, 2]))
    expect(numbers(prepared)).toEqual([1, 2, 3, 4, 5, 6])
    expect(stepOf(prepared, 'columns')).toMatchObject({ certainty })
  })

  test('the order of the categories can be saved', async () => {
    const settings = { x: [{ id: 'columns', values: { columns: [0, 1, 2], encode: true, categories: 'F,M,I' } }] }
    const prepared = await prepareFile(csv(abalone), spec([null, 3]), { metadata: { settings } })
    expect(numbers(prepared, 1).filter((_, i) => i % 3 === 0)).toEqual([1, 0, 2])
    expect(stepOf(prepared, 'columns').chosenBy).toBe('saved')
  })

  test('selected text that is not encoded becomes NaN, with a warning', async () => {
    const prepared = await prepareFile(csv(abalone), spec([null, 3]), {
      settings: [{ id: 'columns', values: { columns: [0, 1, 2] } }],
    })
    expect(prepared.description.stats.nan).toBe(3)
    expect(codes(prepared)).toContain('not-finite')
    expect(codes(prepared)).toContain('columns')
  })

  test('running numbers and text are set aside, and named', async () => {
    const iris = 'Id,SepalLength,SepalWidth,Species\n1,5.1,3.5,setosa\n2,6.2,2.9,versicolor\n3,7.7,3.8,virginica\n'
    const prepared = await prepareFile(csv(iris), spec([null, 2]))
    expect(numbers(prepared)).toEqual([5.1, 3.5, 6.2, 2.9, 7.7, 3.8])
    expect(stepOf(prepared, 'columns')).toMatchObject({
      reason: '"Id" only numbers the rows; "Species" is text',
      certainty: 'derived',
    })
    expect(codes(prepared)).toContain('columns')
  })

  test.each([
    ['dates as numbers', 'date,a,b\n20240131,1,2\n20240201,3,4\n20240202,5,6\n', 2, [1, 2, 3, 4, 5, 6]],
    ['Unix time and a target', 'ts,a,b,y\n1700000000,1,2,0\n1700000060,3,4,1\n', 2, [1, 2, 3, 4]],
    ['dates as text', 'Date Time,a,b\n01.01.2009 00:10:00,1,2\n01.01.2009 00:20:00,3,4\n', 2, [1, 2, 3, 4]],
    ['a running number and a numeric target', 'id,a,b,target\n7,1,2,0\n8,3,4,1\n9,5,6,0\n', 2, [1, 2, 3, 4, 5, 6]],
    ['an index without a name', ',a,b,label\n0,1,2,0\n1,3,4,1\n2,5,6,0\n', 2, [1, 2, 3, 4, 5, 6]],
    ['identities in any order', 'PassengerId,a,b\n12,1,2\n7,3,4\n31,5,6\n', 2, [1, 2, 3, 4, 5, 6]],
    ['a counter that the model takes', 'step,a\n1,5\n2,6\n3,7\n', 2, [1, 5, 2, 6, 3, 7]],
  ])('%s', async (_what, text, width, expected) => {
    expect(numbers(await prepareFile(csv(text), spec([null, width])))).toEqual(expected)
  })

  test('text becomes one column per category if only that fits', async () => {
    const text = 'sex,length,rings\nM,1,9\nF,2,8\nI,3,7\nM,4,6\n'
    const prepared = await prepareFile(csv(text), spec([null, 4]))
    expect(numbers(prepared)).toEqual([0, 0, 1, 1, 1, 0, 0, 2, 0, 1, 0, 3, 0, 0, 1, 4])
    expect(stepOf(prepared, 'columns')).toMatchObject({
      values: { columns: [0, 1], oneHot: true },
      certainty: 'derived',
    })
  })

  test('too few columns are an error that states the number expected', async () => {
    await expect(prepareFile(csv('a,b\n1,2\n'), spec([null, 8]))).rejects.toMatchObject({
      code: 'input-shape',
      message: expect.stringContaining('8 columns per row; data.csv has 2 columns of numbers'),
    })
  })

  test('far too many columns give a guess with a warning', async () => {
    const prepared = await prepareFile(csv('a,b,c,d\n1,2,3,4\n5,6,7,8\n'), spec([null, 2]))
    expect(numbers(prepared)).toEqual([1, 2, 5, 6])
    expect(codes(prepared)).toEqual(['columns'])
  })

  test('an input of one number takes the column of its name', async () => {
    const file = csv('session_index,cur_page\n1,5\n2,6\n')
    const prepared = await prepareFile(file, spec([null], 'int32', 'cur_page:0'))
    expect(prepared.tensor).toMatchObject({ dtype: 'int32', shape: [2] })
    expect(numbers(prepared)).toEqual([5, 6])
  })

  test('a string input takes the text column', async () => {
    const prepared = await prepareFile(csv('idx,sentence\n1,It rains.\n2,It does not.\n'), spec([null], 'string'))
    expect(prepared.tensor).toEqual({
      dtype: 'string',
      shape: [2],
      data: ['It rains.', 'It does not.'],
      names: undefined,
    })
  })

  test('rows become steps of one sequence if only that fits', async () => {
    const prepared = await prepareFile(csv('a,b\n1,2\n3,4\n5,6\n'), spec([null, null, 2]))
    expect(prepared.tensor.shape).toEqual([1, 3, 2])
  })

  test('rows of pixels become pictures', async () => {
    const row = Array.from({ length: 16 }, (_, i) => i).join(',')
    const prepared = await prepareFile(csv(`${row}\n${row}\n${row}\n`), spec([null, 4, 4, 1]))
    expect(prepared.tensor.shape).toEqual([3, 4, 4, 1])
  })
})

describe('standardising', () => {
  const columns = [
    { name: 'a', min: 0, max: 10, mean: null, std: null },
    { name: 'b', min: 100, max: 300, mean: null, std: null },
  ]
  const metadata = { columns, columnsSource: 'model_meta.json' }

  test('by the minimum and maximum from the metadata', async () => {
    const prepared = await prepareFile(csv('b,a\n200,5\n'), spec([null, 2]), { metadata })
    expect(numbers(prepared)).toEqual([0.5, 0.5])
    expect(stepOf(prepared, 'columns').reason).toBe('the names match model_meta.json')
    expect(stepOf(prepared, 'standardise')).toMatchObject({
      chosenBy: 'automatic',
      reason: 'model_meta.json states the minimum and maximum of each column',
    })
  })

  test('unnamed columns are matched by position', async () => {
    expect(numbers(await prepareFile(memoryFile('a.json', '[10, 300]'), spec([null, 2]), { metadata }))).toEqual([1, 1])
  })

  test('scaled values are not scaled again', async () => {
    const prepared = await prepareFile(memoryFile('a.json', '[0.5, 0.5]'), spec([null, 2]), { metadata })
    expect(numbers(prepared)).toEqual([0.5, 0.5])
    expect(stepOf(prepared, 'standardise').reason).toMatch(/already in 0…1/)
  })

  test('by mean and deviation of the file if the user selects it', async () => {
    const file = csv('a,b\n1,7\n3,7\n5,7\n')
    expect(stepOf(await prepareFile(file, spec([null, 2])), 'standardise')).toMatchObject({
      summary: 'none',
      chosenBy: 'automatic',
    })
    const prepared = await prepareFile(file, spec([null, 2]), {
      settings: [{ id: 'standardise', values: { method: 'mean-std' } }],
    })
    expect(numbers(prepared, 4)).toEqual([-1.2247, 0, 0, 0, 1.2247, 0])
  })

  test('values far outside the training range give a warning', async () => {
    expect(codes(await prepareFile(csv('a,b\n50,200\n'), spec([null, 2]), { metadata }))).toEqual(['range'])
  })
})
