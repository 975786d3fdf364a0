import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { type Constant, float32, int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { type IntegerWidth, widthAttribute } from '../../../../graph/integer-width.ts'
import { integerCheck } from '../../session/large-integers.ts'
import { ranOn } from '../fixtures/on-backends.ts'

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  async function one(
    tensors: readonly Constant[],
    build: (b: GraphBuilder, inputs: readonly [Value, ...Value[]]) => Value,
  ) {
    const [first] = await ranOn(backend, tensors, (b, inputs) => build(b, inputs as [Value, ...Value[]]))
    return first?.data
  }

  test.each([
    ['uint8', [255, 1, 0], [0, 2, 1], [1, 1, 0]],
    ['int8', [127, -128, 0], [-128, -127, 1], [1, 0, 0]],
    ['int16', [32_767, -32_768, 0], [-32_768, -32_767, 1], [1, 0, 0]],
  ] as const)(
    '%s wraps in sums, products, casts and other readings of its bits',
    async (width, x, plusOne, squared) => {
      const attributes = widthAttribute(width satisfies IntegerWidth)
      expect(await one([int32(x)], (b, [value]) => b.op('AddV2', [value, b.int(1)], attributes))).toEqual(plusOne)
      expect(await one([int32(x)], (b, [value]) => b.op('Mul', [value, value], attributes))).toEqual(squared)
      const cast = { SrcT: { type: 'float32' }, DstT: { type: 'int32' }, ...attributes } as const
      const beyond = x.map((value, i) => (i === 0 ? value + 1.5 : value))
      expect((await one([float32(beyond)], (b, [value]) => b.op('Cast', [value], cast)))?.[0]).toBe(plusOne[0])
      const read = { T: { type: 'int32' }, type: { type: 'int32' }, ...attributes } as const
      const next = int32(x.map((value) => value + 1))
      expect(await one([next], (b, [value]) => b.op('Bitcast', [value], read))).toEqual(plusOne)
    },
  )

  const wide = widthAttribute('int64')
  const hashed = (b: GraphBuilder, ids: Value) => {
    const product = b.op('Mul', [ids, b.int(1_000_003)], wide)
    return b.op('AddV2', [product, b.int(12_345)], wide)
  }

  test('buckets of 64-bit hashes are exact', async () => {
    const ids = [7, 123_456, 987_654_321, -5]
    const expected = ids.map((id) => Number((((BigInt(id) * 1_000_003n + 12_345n) % 1009n) + 1009n) % 1009n))
    const found = await one([int32(ids)], (b, [value]) => b.op('FloorMod', [hashed(b, value), b.int(1009)], wide))
    expect(found).toEqual(expected)
  })

  test('large inputs are computed exactly or refused', async () => {
    const later = (b: GraphBuilder, [time]: readonly [Value, ...Value[]]) =>
      b.op('AddV2', [b.op('Sub', [time, b.int(1_700_000_000)], wide), b.int(60)], wide)
    expect(await one([int32([1_700_000_100, 1_900_000_000])], later)).toEqual([160, 200_000_060])
    const twice = (b: GraphBuilder, [time]: readonly [Value, ...Value[]]) => b.op('AddV2', [time, time], wide)
    expect(await one([int32([1_000_000_000])], twice)).toEqual([2_000_000_000])
    await expect(one([int32([1_700_000_000])], twice)).rejects.toMatchObject({
      code: 'input-unsupported',
      message: expect.stringContaining('gives up to 3400000000'),
    })
  })

  test('64-bit results that do not fit are refused, others are shown', async () => {
    expect(await one([int32([7])], (b, [ids]) => hashed(b, ids))).toEqual([7_012_366])
    await expect(one([int32([3000])], (b, [ids]) => hashed(b, ids))).rejects.toMatchObject({
      code: 'input-unsupported',
    })
  })
})

test('arithmetic on small integers of 64 bits needs no check', async () => {
  const { lower } = await import('../index.ts')
  const b = new GraphBuilder()
  const ids = b.input('ids', 'int32', [3])
  b.output('next', b.op('AddV2', [ids, b.int(1)], widthAttribute('int64')))
  b.output(
    'count',
    b.op('Sum', [b.cast(b.op('Greater', [ids, b.int(0)]), 'int32'), b.ints([0])], widthAttribute('int64')),
  )
  const { graph } = await lower(b.build(), { optimise: false })
  expect([...graph.nodes.values()].map(({ op }) => op)).not.toContain('CheckInt64')
})

test('a GPU refuses integers that it rounds, so that the next rung computes them', () => {
  const b = new GraphBuilder()
  b.output('y', b.input('ids', 'int32', [2]))
  const check = (id: 'webgpu' | 'wasm', ...ids: number[]) =>
    integerCheck(b.build(), { id, onProcessor: id === 'wasm' })([
      { dtype: 'int32', shape: [2], data: Int32Array.from(ids) },
    ])
  expect(() => check('webgpu', 5, -16_777_216)).not.toThrow()
  expect(() => check('wasm', 5, 16_777_217)).not.toThrow()
  expect(() => check('webgpu', 5, 16_777_217)).toThrow('"ids" holds 16777217; WebGPU computes integers exactly up to')
})
