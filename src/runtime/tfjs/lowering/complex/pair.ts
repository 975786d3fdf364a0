import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Attribute, Attributes, GraphNode, Value } from '../../../../graph/graph.ts'
import type { Rewriter } from '../../../../graph/rewrite.ts'

/** A complex tensor as two float32 tensors of its shape. */
export interface Pair {
  readonly re: Value
  readonly im: Value
}

/** A node with complex inputs or outputs, and its inputs as pairs; those that are not complex are `null`. */
export interface ComplexCall {
  readonly node: GraphNode
  readonly b: Rewriter
  readonly inputs: readonly Value[]
  readonly pairs: readonly (Pair | null)[]
}

/** One output: a pair if it is complex. */
export type ComplexOutput = Pair | Value

/** Builds all outputs; `null` if the op cannot be split. */
export type ComplexRule = (call: ComplexCall) => readonly ComplexOutput[] | null

/** Rows of ops and their rule. */
export type ComplexRow = readonly [ops: readonly string[], rule: ComplexRule]

/** The attributes of the node for its real counterpart. */
export function realAttributes(attributes: Attributes): Attributes {
  const real = ([key, value]: readonly [string, Attribute]) =>
    [key, 'type' in value && value.type === 'complex64' ? { type: 'float32' as const } : value] as const
  return Object.fromEntries(Object.entries(attributes).map(real))
}

/** Arithmetic on pairs. */
export class Complex {
  readonly b: GraphBuilder

  constructor(b: GraphBuilder) {
    this.b = b
  }

  /** A real op. */
  op(name: string, ...inputs: readonly Value[]): Value {
    return this.b.op(name, inputs)
  }

  scalar(value: number): Value {
    return this.b.scalar(value)
  }

  /** A real tensor as a pair. */
  ofReal(re: Value): Pair {
    return { re, im: this.op('ZerosLike', re) }
  }

  one(): Pair {
    return { re: this.scalar(1), im: this.scalar(0) }
  }

  each(name: string, { re, im }: Pair): Pair {
    return { re: this.op(name, re), im: this.op(name, im) }
  }

  add(x: Pair, y: Pair): Pair {
    return { re: this.op('AddV2', x.re, y.re), im: this.op('AddV2', x.im, y.im) }
  }

  subtract(x: Pair, y: Pair): Pair {
    return { re: this.op('Sub', x.re, y.re), im: this.op('Sub', x.im, y.im) }
  }

  /** `product` is a real op that is linear in both operands. */
  multiply(x: Pair, y: Pair, product = (p: Value, q: Value) => this.op('Mul', p, q)): Pair {
    return {
      re: this.op('Sub', product(x.re, y.re), product(x.im, y.im)),
      im: this.op('AddV2', product(x.re, y.im), product(x.im, y.re)),
    }
  }

  scale({ re, im }: Pair, factor: Value): Pair {
    return { re: this.op('Mul', re, factor), im: this.op('Mul', im, factor) }
  }

  conjugate({ re, im }: Pair): Pair {
    return { re, im: this.op('Neg', im) }
  }

  /** Multiplies by i. */
  turn({ re, im }: Pair): Pair {
    return { re: this.op('Neg', im), im: re }
  }

  squaredMagnitude({ re, im }: Pair): Value {
    return this.op('AddV2', this.op('Square', re), this.op('Square', im))
  }

  magnitude(x: Pair): Value {
    return this.op('Sqrt', this.squaredMagnitude(x))
  }

  angle({ re, im }: Pair): Value {
    return this.op('Atan2', im, re)
  }

  divide(x: Pair, y: Pair): Pair {
    const product = this.multiply(x, this.conjugate(y))
    const size = this.squaredMagnitude(y)
    return { re: this.op('RealDiv', product.re, size), im: this.op('RealDiv', product.im, size) }
  }

  /** From magnitude and angle. */
  polar(magnitude: Value, angle: Value): Pair {
    return {
      re: this.op('Mul', magnitude, this.op('Cos', angle)),
      im: this.op('Mul', magnitude, this.op('Sin', angle)),
    }
  }

  exp({ re, im }: Pair): Pair {
    return this.polar(this.op('Exp', re), im)
  }

  log(x: Pair): Pair {
    return { re: this.op('Mul', this.op('Log', this.squaredMagnitude(x)), this.scalar(0.5)), im: this.angle(x) }
  }

  sqrt(x: Pair): Pair {
    return this.polar(this.op('Sqrt', this.magnitude(x)), this.op('Mul', this.angle(x), this.scalar(0.5)))
  }

  sinh({ re, im }: Pair): Pair {
    return {
      re: this.op('Mul', this.op('Sinh', re), this.op('Cos', im)),
      im: this.op('Mul', this.op('Cosh', re), this.op('Sin', im)),
    }
  }

  cosh({ re, im }: Pair): Pair {
    return {
      re: this.op('Mul', this.op('Cosh', re), this.op('Cos', im)),
      im: this.op('Mul', this.op('Sinh', re), this.op('Sin', im)),
    }
  }

  /** `then` where `test` is true. */
  select(test: Value, then: Pair, otherwise: Pair): Pair {
    return {
      re: this.op('SelectV2', test, then.re, otherwise.re),
      im: this.op('SelectV2', test, then.im, otherwise.im),
    }
  }

  isZero({ re, im }: Pair): Value {
    const zero = this.scalar(0)
    return this.op('LogicalAnd', this.op('Equal', re, zero), this.op('Equal', im, zero))
  }
}
