import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { toFloat } from '../../operations/promote.ts'
import { activate } from '../activation/activations.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { trainable } from '../variables.ts'

interface Equation {
  readonly input: string
  readonly kernel: string
  readonly output: string
}

const einsumDense: LayerRow = {
  classes: ['EinsumDense'],
  variables: (layer) => trainable('kernel', ...(layer.get('bias_axes') === undefined ? [] : ['bias'])),
  lower: (call) => activate(call.b, einsum(call), call.layer.get('activation'), call.layer),
}

function einsum(call: LayerCall): Value {
  const { b, layer, weight, constant } = call
  const x = toFloat(b, call.x)
  const { input, kernel, output } = equationOf(layer, b.rank(x))
  const sizes = new Map<string, Dim>([...input].map((letter, axis) => [letter, b.shape(x)[axis] ?? 1]))
  const stored = constant('kernel').shape
  if (stored.length !== kernel.length)
    throw layer.error(`has a kernel of rank ${stored.length}, but its equation needs rank ${kernel.length}.`)
  const expected = [...kernel].map((letter, axis) => {
    const size = sizes.get(letter)
    return typeof size === 'number' ? size : (stored[axis] ?? 1)
  })
  const y = b.op('Einsum', [x, weight('kernel', expected)], {
    equation: { s: `${input},${kernel}->${output}` },
    N: { i: 2 },
  })
  if (layer.get('bias_axes') === undefined) return y
  for (const [axis, letter] of [...kernel].entries()) sizes.set(letter, expected[axis] ?? 1)
  return add(b, y, weight('bias', biasShape(layer, layer.string('bias_axes'), output, sizes)))
}

/** Replaces an ellipsis in the equation by letters; kernels do not support it. */
function equationOf(layer: Layer, rank: number): Equation {
  const text = layer.string('equation').replaceAll(/\s/g, '')
  const match = /^((?:\.\.\.)?[a-zA-Z]+(?:\.\.\.)?),([a-zA-Z]+)->((?:\.\.\.)?[a-zA-Z]+(?:\.\.\.)?)$/.exec(text)
  const [, left = '', kernel = '', right = ''] = match ?? []
  const free = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].filter((letter) => !text.includes(letter))
  const count = left.includes('...') ? rank - left.replace('...', '').length : 0
  const dots = free.slice(0, Math.max(0, count)).join('')
  const input = left.replace('...', dots)
  if (match === null || input.length !== rank)
    throw layer.error(`has the equation ${JSON.stringify(text)}, which does not fit an input of rank ${rank}.`)
  return { input, kernel, output: right.replace('...', dots) }
}

/** Spans the first to the last axis with a bias; axes in between without one have size 1. */
function biasShape(layer: Layer, axes: string, output: string, sizes: ReadonlyMap<string, Dim>): readonly number[] {
  const places = [...axes].map((letter) => output.indexOf(letter))
  if (places.includes(-1)) throw layer.error(`has the bias axes "${axes}", but its output lacks some of them.`)
  return [...output.slice(Math.min(...places))].map((letter) => {
    const size = axes.includes(letter) ? sizes.get(letter) : 1
    if (typeof size === 'number') return size
    throw layer.error(`has a bias over the axis "${letter}", whose size is unknown.`)
  })
}

export const einsumRows: readonly LayerRow[] = [einsumDense]
