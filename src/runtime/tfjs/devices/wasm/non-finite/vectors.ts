import { plainArithmetic } from '../../../../../base/arithmetic.ts'
import { FunctionBody, type Local, moduleOf } from '../../../../../base/assembler.ts'
import type { WasmModule } from '../../../gemm/products.ts'
import { forward, lanes, step, summing } from '../arithmetic.ts'

/** Passes over tensors on the heap. */
export interface Vectors {
  /** Writes `min(max(x, least), most)`, which is NaN for NaN. `out` may be `x`. */
  clamp(x: Float32Array, out: Float32Array, least: number, most: number): void
  hasNaN(x: Float32Array): boolean
  /** Whether no element is NaN or infinite. */
  isFinite(x: Float32Array): boolean
}

/** In plain JavaScript, for browsers without SIMD. */
export const plainVectors: Vectors = {
  clamp: (x, out, least, most) => clampFrom(0, x, out, least, most),
  hasNaN: (x) => hasNaNFrom(0, x),
  isFinite: plainArithmetic.isFinite,
}

function clampFrom(start: number, x: Float32Array, out: Float32Array, least: number, most: number): void {
  for (let i = start; i < x.length; i++) out[i] = Math.min(Math.max(x[i] as number, least), most)
}

function hasNaNFrom(start: number, x: Float32Array): boolean {
  for (let i = start; i < x.length; i++) if (Number.isNaN(x[i])) return true
  return false
}

interface Kernels {
  readonly clamp: (from: number, to: number, out: number, least: number, most: number) => void
  /** Writes four words to an address; any of them is not 0 if there is a NaN. */
  readonly findNaN: (from: number, to: number, result: number) => void
  /** Writes four sums, each 0 or NaN, to an address. */
  readonly sumZeros: (from: number, to: number, result: number) => void
}

/** SIMD passes over this memory, eight times as fast as JavaScript; `null` if the browser lacks the instructions. */
export function vectorsOn(memory: WebAssembly.Memory, wasm: WasmModule): Vectors | null {
  const bytes = moduleOf({ clamp: clamping(), findNaN: finding(), sumZeros: summing() })
  if (!WebAssembly.validate(bytes)) return null
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  const kernels = exports as unknown as Kernels
  // Never freed: allocating it later could grow the heap, which would detach the callers' views.
  const result = wasm._malloc(lanes * 4) >>> 0
  if (result === 0) return null
  const wholeOf = ({ length }: Float32Array) => length - (length % step)
  const allFinite = (x: Float32Array) => {
    const whole = wholeOf(x)
    if (whole > 0) {
      kernels.sumZeros(x.byteOffset, x.byteOffset + whole * 4, result)
      if (hasNaNFrom(0, new Float32Array(memory.buffer, result, lanes))) return false
    }
    return plainArithmetic.isFinite(x.subarray(whole))
  }
  return {
    clamp: (x, out, least, most) => {
      const whole = wholeOf(x)
      if (whole > 0) kernels.clamp(x.byteOffset, x.byteOffset + whole * 4, out.byteOffset, least, most)
      clampFrom(whole, x, out, least, most)
    },
    hasNaN: (x) => {
      // Three times as fast as the comparisons, which tell NaN from infinities.
      if (allFinite(x)) return false
      const whole = wholeOf(x)
      if (whole > 0) {
        kernels.findNaN(x.byteOffset, x.byteOffset + whole * 4, result)
        if (new Int32Array(memory.buffer, result, lanes).some((word) => word !== 0)) return true
      }
      return hasNaNFrom(whole, x)
    },
    isFinite: allFinite,
  }
}

/** The loop from one address to another, in steps of `step` values. */
function overRange(f: FunctionBody, from: Local, to: Local, body: () => void): void {
  f.repeat(
    () => {
      body()
      forward(f, from)
    },
    () => f.get(from).get(to).do('i32Sub'),
  )
}

const offsets = Array.from({ length: step / lanes }, (_, i) => i * lanes * 4)

/** With the value as their first operand, `pmax` and `pmin` keep NaN; they take one instruction on x86, `max` ten. */
function clamping(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32', 'i32', 'f32', 'f32'])
  const [from, to, out, least, most] = f.parameterLocals() as [Local, Local, Local, Local, Local]
  const [lower, upper] = f.locals(2, 'v128') as [Local, Local]
  f.get(least).do('f32x4Splat').set(lower).get(most).do('f32x4Splat').set(upper)
  overRange(f, from, to, () => {
    for (const offset of offsets)
      f.get(out).get(from).load(offset).get(lower).do('f32x4Pmax').get(upper).do('f32x4Pmin').store(4, offset)
    forward(f, out)
  })
  return f
}

function finding(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32', 'i32'])
  const [from, to, result] = f.parameterLocals() as [Local, Local, Local]
  const [value, found] = f.locals(2, 'v128') as [Local, Local]
  overRange(f, from, to, () => {
    for (const offset of offsets)
      f.get(from).load(offset).set(value).get(value).get(value).do('f32x4Ne').get(found).do('v128Or').set(found)
  })
  return f.get(result).get(found).store(4, 0)
}
