import { describe, expect, it } from 'vitest'
import { type Arithmetic, plainArithmetic } from '../base/arithmetic.ts'
import type { TensorData } from '../base/tensor.ts'
import { type Constant, changed, derived, fillFrom, fillOf, float32, reshaped, stored } from './constant.ts'

/** A constant that is never in memory, and counts its reads. */
function unread(values: readonly number[]): { readonly constant: Constant; readonly reads: () => number } {
  let reads = 0
  const data = Float32Array.from(values)
  const read = async (): Promise<TensorData> => {
    reads++
    return data
  }
  const constant = { dtype: 'float32', shape: [values.length], bytes: 4, file: 'w.bin', data: null, read } as const
  return { constant, reads: () => reads }
}

const double = (values: Float32Array, arithmetic: Arithmetic, factors: TensorData) =>
  arithmetic.multiplyRows(values, factors as Float32Array)

async function filled(constant: Constant): Promise<number[]> {
  const target = new Float32Array(4).fill(Number.NaN)
  const fill = await fillOf(constant)
  fill(target.subarray(1, 3), plainArithmetic)
  expect(target[0]).toBeNaN()
  expect(target[3]).toBeNaN()
  return [...target.subarray(1, 3)]
}

describe('constants derived from another', () => {
  it('give the same values by read and by fill, and leave the source unchanged', async () => {
    const { constant: base, reads } = unread([1, 2])
    const once = changed(base, [float32([2])], double)
    const twice = reshaped(changed(once, [unread([5]).constant], double), [1, 2])
    expect(twice).toMatchObject({ dtype: 'float32', shape: [1, 2], bytes: 8, file: 'w.bin', data: null })
    expect(reads()).toBe(0)
    expect([...(await twice.read())]).toEqual([10, 20])
    expect(await filled(twice)).toEqual([10, 20])
    expect(await filled(once)).toEqual([2, 4])
    expect(await filled(base)).toEqual([1, 2])
    expect([...(await base.read())]).toEqual([1, 2])
  })

  it('are computed immediately if all data is in memory', async () => {
    const base = float32([1, 2])
    const result = changed(base, [float32([3])], double)
    expect([...(result.data ?? [])]).toEqual([3, 6])
    expect(await filled(result)).toEqual([3, 6])
    expect([...(base.data ?? [])]).toEqual([1, 2])
  })
})

it('fills from memory if a pass has read the data', async () => {
  const data = Float32Array.of(1, 2)
  const fill = () => Promise.reject(new Error('read again'))
  expect(await filled({ ...unread([1, 2]).constant, data, read: async () => data, fill })).toEqual([1, 2])
})

it('fills from bytes at any address', () => {
  const bytes = new Uint8Array(9)
  bytes.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1)
  const target = new Float32Array(2)
  fillFrom(bytes.subarray(1))(target, plainArithmetic)
  expect([...target]).toEqual([1.5, -2])
  target.fill(0)
  fillFrom(bytes.subarray(1, 4), bytes.subarray(4, 8), bytes.subarray(8))(target, plainArithmetic)
  expect([...target]).toEqual([1.5, -2])
})

it('fills the whole buffer', async () => {
  const short = await fillOf(unread([1]).constant)
  expect(() => short(new Float32Array(2), plainArithmetic)).toThrow('A buffer of 2 values received 1.')
  expect(() => fillFrom(new Uint8Array(4))(new Float32Array(2), plainArithmetic)).toThrow('A buffer of 8')
})

describe('constants read from a file', () => {
  const file = Float32Array.from({ length: 10_000 }, (_, i) => i)
  const of = (length: number) => {
    let reads = 0
    const read = async () => {
      reads++
      return file.subarray(10, 10 + length)
    }
    const constant = stored({ dtype: 'float32', shape: [length], bytes: 4 * length, file: 'w.bin', read })
    return { constant, reads: () => reads }
  }

  it('stay in memory if small, without a view of their file', async () => {
    const { constant, reads } = of(4096)
    expect(constant.data).toBeNull()
    const values = (await constant.read()) as Float32Array
    expect([values[0], values.buffer.byteLength]).toEqual([10, 4 * 4096])
    expect(constant.data).toBe(values)
    expect(await constant.read()).toBe(values)
    expect(reads()).toBe(1)
  })

  it('are read again if large', async () => {
    const { constant, reads } = of(4097)
    expect(((await constant.read()) as Float32Array).buffer).toBe(file.buffer)
    await constant.read()
    expect([constant.data, reads()]).toEqual([null, 2])
  })

  it('are retried after a failure', async () => {
    let fail = true
    const read = async () => {
      if (fail) throw new Error('gone')
      return Float32Array.of(1)
    }
    const constant = stored({ dtype: 'float32', shape: [1], bytes: 4, file: 'w.bin', read })
    await expect(constant.read()).rejects.toThrow('gone')
    fail = false
    expect([...(await constant.read())]).toEqual([1])
  })

  it('are computed from others once if small', async () => {
    let times = 0
    const sum = derived([of(2).constant, of(2).constant], 'float32', [2], (a, b) => {
      times++
      return Float32Array.from(a as Float32Array, (value, i) => value + Number(b[i]))
    })
    expect(sum.data).toBeNull()
    expect([...(await sum.read())]).toEqual([20, 22])
    expect([...((await sum.read()) as Float32Array)]).toEqual([20, 22])
    expect([times, sum.data?.length]).toEqual([1, 2])
  })
})
