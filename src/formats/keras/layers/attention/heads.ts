import type { GraphBuilder } from '../../../../graph/builder.ts'
import { type Constant, derived } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { Child, LayerCall } from '../contract.ts'
import { Layer } from '../layer.ts'
import { linear } from '../linear.ts'

/** The dense layers inside an attention layer, in Keras's creation order. */
export function denseLayers(layer: Layer, under: (name: string) => string): readonly Child[] {
  const names = ['query', 'key', ...(layer.bool('use_gate', false) ? ['gate'] : []), 'value', 'output']
  return names.map((name) => {
    const config = { name, bias_axes: layer.bool('use_bias', true) ? 'z' : null }
    return { path: under(name), layer: new Layer('EinsumDense', 'keras.layers', name, config, layer.dialect) }
  })
}

/**
 * `[…, in] → […, heads, size]` by the dense layer at `path`, with its weights multiplied by `scale`. Raises
 * `weight-missing`, `weight-shape`.
 */
export function toHeads(call: LayerCall, path: string, x: Value, out: readonly number[], scale = 1): Value {
  const { b } = call
  const { constant } = call.child(path)
  const size = sizeOfLast(call, x) ?? constant('kernel').shape[0] ?? 0
  const width = product(out)
  const kernel = scaled(constant('kernel', [size, ...out]), [size, width], scale)
  const bias = hasBias(call) ? scaled(constant('bias', out), [width], scale) : null
  return b.reshape(dense(b, x, kernel, bias), [...b.shape(x).slice(0, -1), ...out])
}

/** `[…, heads, size] → […, out…]` by the dense layer at `path`. Raises `weight-missing`, `weight-shape`. */
export function fromHeads(call: LayerCall, path: string, x: Value): Value {
  const { b } = call
  const { constant } = call.child(path)
  const heads = b.shape(x).slice(-2) as readonly number[]
  const out = constant('kernel').shape.slice(2)
  const kernel = scaled(constant('kernel', [...heads, ...out]), [product(heads), product(out)], 1)
  const bias = hasBias(call) ? scaled(constant('bias', out), [product(out)], 1) : null
  const lead = b.shape(x).slice(0, -2)
  const y = dense(b, b.reshape(x, [...lead, product(heads)]), kernel, bias)
  return out.length === 1 ? y : b.reshape(y, [...lead, ...out])
}

function dense(b: GraphBuilder, x: Value, kernel: Constant, bias: Constant | null): Value {
  return linear(b, x, b.constant(kernel, 'kernel'), bias === null ? null : b.constant(bias, 'bias'))
}

function hasBias({ layer }: LayerCall): boolean {
  return layer.bool('use_bias', true)
}

function sizeOfLast({ b }: LayerCall, x: Value): number | null {
  const last = b.shape(x).at(-1)
  return typeof last === 'number' ? last : null
}

function product(dims: readonly number[]): number {
  return dims.reduce((all, dim) => all * dim, 1)
}

/** The same values in another shape, multiplied by `factor`. */
function scaled(constant: Constant, shape: readonly number[], factor: number): Constant {
  return derived([constant], 'float32', shape, (data) =>
    factor === 1 ? data : (data as Float32Array<ArrayBuffer>).map((value) => value * factor),
  )
}

/**
 * Merges the axes between the first `before` and the last `after`: `[before…, a, b, after…] → [before…, a·b, after…]`.
 */
export function mergeAxes(b: GraphBuilder, x: Value, before: number, after: number): Value {
  const shape = b.shape(x)
  const inner = shape.slice(before, shape.length - after)
  if (inner.length === 1) return x
  const outer: readonly (Dim | null)[] = [...shape.slice(0, before), null, ...shape.slice(shape.length - after)]
  if (inner.every((dim): dim is number => typeof dim === 'number')) {
    const merged = inner.reduce((product, dim) => product * dim, 1)
    return b.reshape(
      x,
      outer.map((dim) => dim ?? merged),
    )
  }
  const target = b.op(
    'Pack',
    outer.map((dim) => (dim === null ? b.int(-1) : b.dim(dim))),
    { axis: { i: 0 } },
  )
  return b.op('Reshape', [x, target])
}
