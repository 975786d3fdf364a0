import { EngineError } from '../../base/errors.ts'
import { formatShape, sizeOf } from '../../base/tensor.ts'
import type { ArrayValue } from '../input-value.ts'

/** TensorFlow.js supports tensors of up to six dimensions. */
const maxRank = 8

/** JSON has no NaN or infinities; exporters write them as strings. */
const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/**
 * Converts nested arrays of numbers (including booleans, `null` and the words for NaN and infinities) or of strings to
 * an array. `shape` reshapes it, row-major. Raises `input-unreadable` if the nesting is uneven or there are other
 * values.
 */
export function fromNested(value: unknown, name: string, shape?: readonly number[]): ArrayValue {
  const found = shapeOf(value, name)
  const leaves: unknown[] = []
  collect(value, found, 0, leaves, name)
  const strings = leaves.some((leaf) => typeof leaf === 'string' && !Object.hasOwn(words, leaf))
  if (shape !== undefined && sizeOf(shape) !== leaves.length) {
    throw new EngineError(
      'input-unreadable',
      `${name} states the shape ${formatShape(shape)}, ${sizeOf(shape)} elements, but has ${leaves.length}.`,
      'The values may have been truncated when they were saved.',
    )
  }
  const data = strings
    ? leaves.map((leaf) => text(leaf, name))
    : Float64Array.from(leaves, (leaf) => number(leaf, name))
  return { type: 'tensor', shape: shape ?? found, data }
}

function shapeOf(value: unknown, name: string): readonly number[] {
  const shape: number[] = []
  for (let at: unknown = value; Array.isArray(at); at = at[0]) {
    shape.push(at.length)
    if (shape.length > maxRank)
      throw new EngineError('input-unreadable', `${name} nests arrays more than ${maxRank} levels deep.`)
    if (at.length === 0) break
  }
  return shape
}

function collect(value: unknown, shape: readonly number[], depth: number, out: unknown[], name: string): void {
  if (depth === shape.length) {
    if (Array.isArray(value)) throw uneven(name, depth)
    out.push(value)
    return
  }
  if (!Array.isArray(value) || value.length !== shape[depth]) throw uneven(name, depth)
  for (const item of value) collect(item, shape, depth + 1, out, name)
}

function uneven(name: string, depth: number): EngineError {
  return new EngineError(
    'input-unreadable',
    `The arrays of ${name} differ in length or depth at level ${depth + 1}; a tensor needs equal lengths.`,
  )
}

function number(leaf: unknown, name: string): number {
  if (typeof leaf === 'number') return leaf
  if (typeof leaf === 'boolean') return leaf ? 1 : 0
  if (leaf === null) return Number.NaN
  const word = typeof leaf === 'string' ? words[leaf] : undefined
  if (word === undefined)
    throw new EngineError(
      'input-unreadable',
      `${name} holds ${JSON.stringify(leaf)?.slice(0, 40) ?? 'nothing'} among its numbers.`,
    )
  return word
}

function text(leaf: unknown, name: string): string {
  if (typeof leaf === 'string') return leaf
  throw new EngineError(
    'input-unreadable',
    `${name} mixes strings with ${JSON.stringify(leaf)?.slice(0, 40) ?? 'nothing'}.`,
  )
}
