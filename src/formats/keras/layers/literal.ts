import type { DType } from '../../../base/tensor.ts'
import { type Constant, literal } from '../../../graph/constant.ts'
import { get } from '../../shared/json-value.ts'
import { PythonFloat } from './tensor.ts'

/** The graph dtype for a Python dtype, narrowed as everywhere; `null` if there is none. */
export function dtypeNamed(name: unknown): DType | null {
  const policy = get(name, 'config')
  if (policy !== undefined) return dtypeNamed(get(policy, 'name'))
  if (typeof name !== 'string') return null
  const bare = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (/^(mixed_)?(b?float(16|32|64)?|half|double)$/.test(bare)) return 'float32'
  if (/^u?int(8|16|32|64)?$/.test(bare)) return 'int32'
  if (bare === 'bool' || bare === 'bool_') return 'bool'
  if (bare === 'string' || bare === 'str') return 'string'
  if (bare === 'complex64' || bare === 'complex128') return 'complex64'
  return null
}

/**
 * A constant in a config: `{class_name: '__tensor__' or '__numpy__'}`, or nested lists of numbers. `null` if it is none
 * of these, or holds integers outside int32.
 */
export function literalOf(value: unknown): Constant | null {
  const className = get(value, 'class_name')
  if (className === '__tensor__' || className === '__numpy__') {
    const config = get(value, 'config')
    return nested(get(config, 'value'), dtypeNamed(get(config, 'dtype')))
  }
  return Array.isArray(value) ? nested(value, null) : null
}

/** Nested lists of numbers, booleans or texts, of regular shape. */
function nested(value: unknown, dtype: DType | null): Constant | null {
  const shape: number[] = []
  for (let inner = value; Array.isArray(inner); inner = inner[0]) shape.push(inner.length)
  const flat: unknown[] = []
  if (!collect(value, shape, 0, flat)) return null
  if (flat.length > 0 && flat.every((item) => typeof item === 'string')) return literal('string', shape, flat)
  const numbers = flat.flatMap((item) => numberOf(item) ?? [])
  if (numbers.length < flat.length) return null
  const chosen = dtype ?? dtypeOf(flat, numbers)
  if (chosen === 'bool')
    return literal(
      'bool',
      shape,
      Uint8Array.from(numbers, (item) => (item === 0 ? 0 : 1)),
    )
  if (chosen === 'float32') return literal('float32', shape, Float32Array.from(numbers))
  const fits = chosen === 'int32' && numbers.every((item) => Math.abs(item) <= 2 ** 31 - 1 || item === -(2 ** 31))
  return fits ? literal('int32', shape, Int32Array.from(numbers)) : null
}

function numberOf(item: unknown): number | null {
  if (item instanceof PythonFloat) return item.value
  return typeof item === 'number' || typeof item === 'boolean' ? Number(item) : null
}

/** The array that NumPy would make of a list. */
function dtypeOf(items: readonly unknown[], numbers: readonly number[]): DType {
  if (items.length === 0 || items.some((item) => item instanceof PythonFloat)) return 'float32'
  if (items.every((item) => typeof item === 'boolean')) return 'bool'
  return numbers.every(Number.isInteger) ? 'int32' : 'float32'
}

function collect(value: unknown, shape: readonly number[], depth: number, into: unknown[]): boolean {
  if (depth === shape.length) {
    into.push(value)
    return !Array.isArray(value)
  }
  if (!Array.isArray(value) || value.length !== shape[depth]) return false
  return value.every((item) => collect(item, shape, depth + 1, into))
}
