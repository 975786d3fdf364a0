import { type Arithmetic, plainArithmetic } from '../../../../base/arithmetic.ts'
import { FunctionBody, type Local, moduleOf } from '../../../../base/assembler.ts'
import type { WasmModule } from '../../gemm/products.ts'

/** Values per loop iteration. */
export const step = 16
export const lanes = 4
/** Bytes on the heap for a row of factors; longer rows use plain JavaScript. */
const room = 64 * 1024

interface Kernels {
  /** Multiplies the values between two addresses by the row between two others, repeated. */
  readonly multiplyRows: (from: number, to: number, row: number, rowEnd: number) => void
  /** Writes four sums, each 0 or NaN, to an address. */
  readonly sumZeros: (from: number, to: number, result: number) => void
}

/**
 * SIMD arithmetic on arrays in this memory, two to three times as fast as JavaScript; other arrays use JavaScript.
 * `null` if the browser lacks the instructions.
 */
export function arithmeticOn(memory: WebAssembly.Memory, wasm: WasmModule): Arithmetic | null {
  const bytes = moduleOf({ multiplyRows: multiplying(), sumZeros: summing() })
  if (!WebAssembly.validate(bytes)) return null
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  const kernels = exports as unknown as Kernels
  // Never freed: allocating it later could grow the heap, which would detach the callers' views.
  const row = wasm._malloc(room) >>> 0
  if (row === 0) return null
  const isHere = ({ buffer }: Float32Array) => buffer === memory.buffer

  return {
    multiplyRows: (elements, factors) => {
      const period = factors.length * (step / commonDivisor(factors.length, step))
      const whole = elements.length - (elements.length % step)
      if (!isHere(elements) || whole === 0 || period * 4 > room) return plainArithmetic.multiplyRows(elements, factors)
      const repeated = new Float32Array(memory.buffer, row, period)
      for (let at = 0; at < period; at += factors.length) repeated.set(factors, at)
      const from = elements.byteOffset
      kernels.multiplyRows(from, from + whole * 4, row, row + period * 4)
      for (let i = whole; i < elements.length; i++)
        elements[i] = (elements[i] as number) * (factors[i % factors.length] as number)
    },
    isFinite: (elements) => {
      const whole = elements.length - (elements.length % step)
      if (!isHere(elements) || whole === 0) return plainArithmetic.isFinite(elements)
      const from = elements.byteOffset
      kernels.sumZeros(from, from + whole * 4, row)
      const sums = new Float32Array(memory.buffer, row, lanes)
      return plainArithmetic.isFinite(sums) && plainArithmetic.isFinite(elements.subarray(whole))
    },
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

function multiplying(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32', 'i32', 'i32'])
  const [at, end, row, rowEnd] = f.parameterLocals() as [Local, Local, Local, Local]
  const factor = f.local('i32')
  f.get(row).set(factor)
  f.repeat(
    () => {
      for (let offset = 0; offset < step * 4; offset += 16)
        f.get(at).get(at).load(offset).get(factor).load(offset).do('f32x4Mul').store(4, offset)
      forward(f, at)
      forward(f, factor)
      f.get(factor)
        .get(rowEnd)
        .do('i32GeS')
        .when(() => f.get(row).set(factor))
    },
    () => f.get(at).get(end).do('i32Sub'),
  )
  return f
}

/** Sums x · 0, which is 0 for finite x and NaN otherwise; one sum per vector of an iteration. */
export function summing(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32', 'i32'])
  const [at, end, result] = f.parameterLocals() as [Local, Local, Local]
  const zero = f.local('v128')
  const sums = f.locals(step / lanes, 'v128')
  f.repeat(
    () => {
      for (const [i, sum] of sums.entries())
        f.get(at)
          .load(i * 16)
          .get(zero)
          .do('f32x4Mul')
          .get(sum)
          .do('f32x4Add')
          .set(sum)
      forward(f, at)
    },
    () => f.get(at).get(end).do('i32Sub'),
  )
  f.get(result)
  for (const [i, sum] of sums.entries()) {
    f.get(sum)
    if (i > 0) f.do('f32x4Add')
  }
  return f.store(4, 0)
}

/** Advances a pointer by the values of one iteration. */
export function forward(f: FunctionBody, pointer: Local): void {
  f.get(pointer)
    .i32(step * 4)
    .do('i32Add')
    .set(pointer)
}
