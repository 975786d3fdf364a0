import { describe, expect, it } from 'vitest'
import { memoryFile, numbers, prepareFile, spec, stepOf } from '../fixtures/index.ts'

const messages = ({ description }: Awaited<ReturnType<typeof prepareFile>>) =>
  description.warnings.map(({ message }) => message).join('\n')

const column = (name: string, range: readonly [number | null, number | null]) => ({
  name,
  min: range[0],
  max: range[1],
  mean: null,
  std: null,
})

describe('cells', () => {
  it('that are empty are named as the cause of NaN, and no others', async () => {
    const holed = await prepareFile(memoryFile('t.csv', 'a,b\n1,2\n,4\n'), spec([null, 2]))
    expect(messages(holed)).toContain('from cells that are empty or text')
    const stated = await prepareFile(memoryFile('a.json', '[1, "NaN", 3]'), spec([3]))
    expect(messages(stated)).toContain('NaN')
    expect(messages(stated)).not.toContain('from cells')
  })

  it('of text are the cause too, and the warning brings the setting that encodes them', async () => {
    const text = await prepareFile(memoryFile('t.csv', 'a,b\nx,1\ny,2\n'), spec([null, 1]), {
      settings: [{ id: 'columns', values: { columns: [0] } }],
    })
    expect(messages(text)).toContain('2 elements are NaN and 0 infinite, from cells that are empty or text')
    const fixes = text.description.warnings.flatMap(({ fix }) => (fix == null ? [] : [fix.setting]))
    expect(fixes).toContainEqual({ id: 'columns', values: { encode: true } })
  })

  it('that lose a fraction are counted', async () => {
    const cut = await prepareFile(memoryFile('t.csv', 'a,b\n1,2.5\n3,4\n'), spec([null, 2], 'int32'))
    expect(numbers(cut)).toEqual([1, 2, 3, 4])
    expect(messages(cut)).toContain('1 value lost a fraction')
    expect(stepOf(cut, 'cast').summary).toBe('int32, truncated')
  })
})

it('without statistics no scaling is a guess, and says so', async () => {
  const prepared = await prepareFile(memoryFile('t.csv', 'a,b\n1,20\n3,40\n'), spec([null, 2]))
  expect(stepOf(prepared, 'standardise')).toMatchObject({ values: { method: 'none' }, certainty: 'guessed' })
})

describe('statistics of the metadata', () => {
  const standardised = (columns: readonly ReturnType<typeof column>[]) =>
    prepareFile(memoryFile('t.csv', 'a,b\n1,20\n3,40\n'), spec([null, 2]), { metadata: { columns } })

  it('scale by a minimum and a maximum, of every column', async () => {
    const whole = await standardised([column('a', [1, 5]), column('b', [0, 40])])
    expect(numbers(whole)).toEqual([0, 0.5, 0.5, 1])
    expect(stepOf(whole, 'standardise')).toMatchObject({ values: { method: 'min-max' }, certainty: 'certain' })
    expect(stepOf(whole, 'standardise').fields.map(({ id }) => id)).toEqual(['method', 'from'])
  })

  it.each([
    ['maximum', [1, null]],
    ['minimum', [null, 5]],
  ] as const)('do not scale when a column has no %s', async (_what, range) => {
    const partial = await standardised([column('a', range), column('b', [0, 40])])
    expect(stepOf(partial, 'standardise')).toMatchObject({ values: { method: 'none' }, certainty: 'guessed' })
    expect(numbers(partial)).toEqual([1, 20, 3, 40])
    expect(stepOf(partial, 'standardise').fields.map(({ id }) => id)).toEqual(['method'])
  })
})
