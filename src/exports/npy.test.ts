import { describe, expect, it } from 'vitest'
import type { TensorValue } from '../base/tensor.ts'
import { defaultOptions } from './contract.ts'
import { floats, output, result } from './fixtures/results.ts'
import { npy } from './npy.ts'

async function made(value: TensorValue) {
  const file = await npy.make(result([output(value)]), defaultOptions)
  if (typeof file === 'string') throw new Error('bytes were expected')
  const length = new DataView(file.buffer).getUint16(8, true)
  return {
    file,
    header: new TextDecoder().decode(file.subarray(10, 10 + length)),
    body: file.buffer.slice(10 + length),
  }
}

describe('the NumPy export', () => {
  it('has the magic, version 1.0 and a header padded to 64 bytes, as numpy.save writes it', async () => {
    const { file, header, body } = await made(floats([1, 3], [1, 2.5, Number.NaN]))
    expect([...file.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    expect(header).toBe(`${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }".padEnd(117)}\n`)
    expect((10 + header.length) % 64).toBe(0)
    expect([...new Float32Array(body)]).toEqual([1, 2.5, Number.NaN])
  })
  it.each([
    [{ dtype: 'int32', shape: [2], data: Int32Array.of(-1, 7) }, "'<i4'", '(2,)', 8],
    [{ dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }, "'|b1'", '(3,)', 3],
    [{ dtype: 'complex64', shape: [1], data: Float32Array.of(1, 2) }, "'<c8'", '(1,)', 8],
    [{ dtype: 'float32', shape: [], data: Float32Array.of(4) }, "'<f4'", '()', 4],
    [{ dtype: 'float32', shape: [0, 6], data: new Float32Array(0) }, "'<f4'", '(0, 6)', 0],
  ] satisfies readonly [TensorValue, string, string, number][])('writes %o', async (value, descr, shape, bytes) => {
    const { header, body } = await made(value)
    expect(header).toContain(`'descr': ${descr}`)
    expect(header).toContain(`'shape': ${shape},`)
    expect(body.byteLength).toBe(bytes)
  })
  it('writes only the part of a buffer that is the tensor', async () => {
    const { body } = await made({ dtype: 'float32', shape: [1], data: Float32Array.of(1, 2, 3).subarray(1, 2) })
    expect([...new Float32Array(body)]).toEqual([2])
  })
  it('refuses strings', async () => {
    const strings = output({ dtype: 'string', shape: [1], data: ['a'] })
    expect(npy.fits(strings)).toBe(false)
    await expect(npy.make(result([strings]), defaultOptions)).rejects.toMatchObject({
      code: 'known-but-unsupported',
      message: 'Numbers were expected for a .npy file; output Identity holds strings.',
    })
  })
})
