import { describe, expect, it } from 'vitest'
import type { InputFile } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import { inputSetsFor } from './bindings.ts'

const spec = (name: string): TensorSpec => ({ name, dtype: 'float32', shape: [null, 4] })

function file(name: string, holds: InputFile['holds'] = 'one'): InputFile {
  return { file: { drop: 'd', path: name }, name, bytes: 1, holds, drawable: false }
}

const paths = (sources: object) =>
  Object.fromEntries(Object.entries(sources).map(([input, source]) => [input, source.file.path]))

describe('assigning files to inputs', () => {
  it('makes one input set per file for a model with one input', () => {
    const inputSets = inputSetsFor([file('a.jpg'), file('b.jpg')], [spec('image')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ image: 'a.jpg' }, { image: 'b.jpg' }])
  })

  it('binds by base name first, then in order, for a model with several inputs', () => {
    const inputSets = inputSetsFor([file('rest.npy'), file('right.npy')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'rest.npy', right: 'right.npy' }])
  })

  it('feeds all inputs from one JSON file by name', () => {
    const inputSets = inputSetsFor([file('all.json', 'named')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.json', right: 'all.json' }])
  })

  it('feeds all inputs from one table if each takes one column', () => {
    const column = (name: string): TensorSpec => ({ name, dtype: 'float32', shape: [null, 1] })
    const inputSets = inputSetsFor([file('all.csv', 'columns')], [column('left'), column('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.csv', right: 'all.csv' }])
    const wide = inputSetsFor([file('all.csv', 'columns')], [column('left'), spec('right')])
    expect(wide.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.csv' }])
  })

  it('binds a JSON file named after an input to that input only', () => {
    const inputSets = inputSetsFor([file('left.json', 'named')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'left.json' }])
  })
})
