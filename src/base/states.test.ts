import { describe, expect, it } from 'vitest'
import { statePairs } from './states.ts'
import type { DType, Shape, TensorSpec } from './tensor.ts'

const spec = (name: string, shape: Shape | null, dtype: DType = 'float32'): TensorSpec => ({ name, dtype, shape })

describe('the states of a recurrent model', () => {
  it('are found for video matting', () => {
    const free = [null, null, null, null]
    const inputs = [
      spec('src', [null, null, null, 3]),
      ...[1, 2, 3, 4].map((i) => spec(`r${i}i`, free)),
      spec('downsample_ratio', []),
    ]
    const outputs = [
      spec('fgr', free),
      spec('pha', free),
      ...[16, 20, 40, 64].map((c, i) => spec(`r${i + 1}o`, [null, null, null, c])),
    ]
    expect(statePairs(inputs, outputs)).toEqual([1, 2, 3, 4].map((i) => ({ input: `r${i}i`, output: `r${i}o` })))
  })

  it.each([
    ['h', 'hn'],
    ['h0', 'hn'],
    ['c', 'cn'],
    ['state', 'stateN'],
    ['state', 'new_state'],
    ['state_in', 'state_out'],
    ['serving_default_lstm_state_input:0', 'lstm_state_output:0'],
    ['past_key_values.0.key', 'present_key_values.0.key'],
    ['prevHidden', 'nextHidden'],
  ])('have names that differ in their direction: %s and %s', (input, output) => {
    const pairs = statePairs(
      [spec('x', [1, 512]), spec(input, [2, 1, 64])],
      [spec('y', [1, 1]), spec(output, [2, null, 64])],
    )
    expect(pairs).toEqual([{ input, output }])
  })

  it.each<[string, TensorSpec, TensorSpec]>([
    ['other shapes', spec('h', [1, 64]), spec('hn', [1, 32])],
    ['other ranks', spec('h', [1, 64]), spec('hn', [1, 1, 64])],
    ['other dtypes', spec('state', [1], 'int32'), spec('new_state', [1])],
    ['pictures before and after', spec('image_in', [1, 64, 64, 3]), spec('image_out', [1, 64, 64, 3])],
    ['no word for a state', spec('input', [1, 64, 64, 3]), spec('output', [1, 64, 64, 3])],
    ['other numbers', spec('r1i', [1, 8]), spec('r2o', [1, 8])],
  ])('are not %s', (_what, input, output) => {
    expect(statePairs([spec('x', [1, 512]), input], [output])).toEqual([])
  })

  it('are never all inputs, and never ambiguous', () => {
    expect(statePairs([spec('state', [1, 8])], [spec('new_state', [1, 8])])).toEqual([])
    const outputs = [spec('new_state', [1, 8]), spec('state_out', [1, 8])]
    expect(statePairs([spec('x', [1]), spec('state', [1, 8])], outputs)).toEqual([])
  })
})
