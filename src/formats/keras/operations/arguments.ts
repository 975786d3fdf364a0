import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { LayerCall } from '../layers/contract.ts'
import type { Layer } from '../layers/layer.ts'
import { literalOf } from '../layers/literal.ts'
import { KerasTensor, PythonFloat } from '../layers/tensor.ts'
import { promote, type Scalar, toValue } from './promote.ts'

/**
 * An operation's arguments by their Python names, wherever the file stores them: keyword, position or config. Raises
 * `model-invalid` naming the layer if one is missing or of the wrong type.
 */
export class Arguments {
  readonly b: GraphBuilder
  readonly layer: Layer

  constructor(
    readonly call: LayerCall,
    private readonly parameters: readonly string[],
  ) {
    this.b = call.b
    this.layer = call.layer
  }

  /** The first of these names that is present and not None; floats as plain numbers. */
  get(...names: readonly string[]): unknown {
    const given = this.given(names)
    return given instanceof PythonFloat ? given.value : given
  }

  private given(names: readonly string[]): unknown {
    const { args, kwargs } = this.call
    for (const name of names) {
      const keyword = Object.hasOwn(kwargs, name) ? kwargs[name] : undefined
      if (keyword !== undefined && keyword !== null) return keyword
      const position = this.parameters.indexOf(name)
      const positional = position < 0 ? undefined : args[position]
      if (positional !== undefined && positional !== null) return positional
      const configured = this.layer.get(name)
      if (configured !== undefined) return configured
    }
    return undefined
  }

  /** A tensor, or a number without a dtype yet. */
  operand(...names: readonly string[]): Value | Scalar {
    const given = this.given(names)
    const operand = this.maybe(given)
    if (operand === null) throw this.layer.invalid(names[0] ?? '', 'a tensor', given)
    return operand
  }

  /** A tensor; numbers become scalars, int32 if they are integers in Python. */
  value(...names: readonly string[]): Value {
    return toValue(this.b, this.operand(...names))
  }

  /** The first argument. */
  get x(): Value {
    return this.value(this.parameters[0] ?? 'x')
  }

  optional(...names: readonly string[]): Value | null {
    return this.get(...names) === undefined ? null : this.value(...names)
  }

  /** A list of tensors; a single one becomes a list of one. */
  values(...names: readonly string[]): readonly Value[] {
    return this.list(this.given(names), names[0] ?? '')
  }

  /** The given values as tensors. */
  list(given: unknown, name: string): readonly Value[] {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given]
    return list.map((item) => {
      const operand = this.maybe(item)
      if (operand === null) throw this.layer.invalid(name, 'a list of tensors', item)
      return toValue(this.b, operand)
    })
  }

  number(names: string | readonly string[], fallback?: number): number {
    const given = this.get(...[names].flat())
    if (given === undefined && fallback !== undefined) return fallback
    if (typeof given !== 'number') throw this.layer.invalid([names].flat()[0] ?? '', 'a number', given)
    return given
  }

  bool(names: string | readonly string[], fallback: boolean): boolean {
    const given = this.get(...[names].flat()) ?? fallback
    if (typeof given !== 'boolean') throw this.layer.invalid([names].flat()[0] ?? '', 'true or false', given)
    return given
  }

  string(names: string | readonly string[], fallback?: string): string {
    const given = this.get(...[names].flat()) ?? fallback
    if (typeof given !== 'string') throw this.layer.invalid([names].flat()[0] ?? '', 'a text', given)
    return given
  }

  /** One integer or a list of integers, as a list; `null` if none is given. */
  ints(...names: readonly string[]): readonly number[] | null {
    const given = this.get(...names)
    if (given === undefined) return null
    const list: readonly unknown[] = Array.isArray(given) ? given : [given]
    if (list.every((item): item is number => Number.isInteger(item))) return list
    throw this.layer.invalid(names[0] ?? '', 'whole numbers', given)
  }

  /** Axes as non-negative numbers for a tensor of that rank; `null` for all axes. */
  axes(rank: number, ...names: readonly string[]): readonly number[] | null {
    return this.ints(...(names.length === 0 ? ['axis'] : names))?.map((axis) => this.axis(axis, rank)) ?? null
  }

  /** An axis as a non-negative number. Raises `model-invalid` if the tensor has no such axis. */
  axis(axis: number, rank: number): number {
    const front = axis < 0 ? axis + rank : axis
    if (front < 0 || front >= rank) throw this.layer.error(`names axis ${axis} of a tensor of rank ${rank}.`)
    return front
  }

  private maybe(given: unknown): Value | Scalar | null {
    if (given instanceof KerasTensor) return given.value
    if (given instanceof PythonFloat) return { scalar: given.value, float: true }
    if (typeof given === 'number' || typeof given === 'boolean') return { scalar: given }
    const constant = literalOf(given)
    if (constant !== null) return this.b.constant(constant)
    // A list of tensors and numbers means their stack.
    if (!Array.isArray(given) || !given.some((item) => item instanceof KerasTensor)) return null
    const parts = given.flatMap((item) => this.maybe(item) ?? [])
    if (parts.length < given.length) return null
    return this.b.op('Pack', promote(this.b, parts), { axis: { i: 0 } })
  }
}
