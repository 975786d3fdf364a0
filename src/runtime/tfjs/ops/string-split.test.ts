import { describe, expect, it } from 'vitest'
import { splitText } from './string-split.ts'

describe('splitText', () => {
  it('splits at runs of whitespace like Python', () => {
    expect(splitText('  the  quick\tfox ', '', -1)).toEqual(['the', 'quick', 'fox'])
    expect(splitText('   ', '', -1)).toEqual([])
    expect(splitText(' a b  c ', '', 1)).toEqual(['a', 'b  c'])
  })

  it('splits at every separator', () => {
    expect(splitText('a,,b', ',', -1)).toEqual(['a', '', 'b'])
    expect(splitText('', ',', -1)).toEqual([''])
    expect(splitText('a,b,c', ',', 1)).toEqual(['a', 'b,c'])
  })
})
