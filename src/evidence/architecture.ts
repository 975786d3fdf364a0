import type { ScaleAnswer } from '../base/clue.ts'
import { intsAttribute, stringAttribute } from '../graph/attributes.ts'
import type { Graph, GraphNode } from '../graph/graph.ts'
import known from './architectures.json'
import type { Constants } from './constants.ts'

/** An architecture of `keras.applications`. */
export interface Architecture {
  readonly name: string
  /** Side of the pictures that it was trained on, pixels. */
  readonly side: number
  /** What pictures of 0…255 go through if the model does not scale them itself. */
  readonly scale: ScaleAnswer
}

/** Kernels compared; the table holds as many. */
const compared = 12

/** Shorter common beginnings are chance; two common networks of 3 × 3 convolutions start alike for longer. */
const fewest = (kernels: readonly string[]): number => (kernels.every((kernel) => kernel.startsWith('3x3')) ? 8 : 4)

/** Without their order, nearly all kernels must agree. */
const fewestInAnyOrder = 9

/** Of a network of many branches, whose kernels lie farther apart in another order: kernels searched, and found. */
const searched = 3 * compared
const fewestApart = 11

const scales: Readonly<Record<string, ScaleAnswer>> = {
  pm1: { scale: 'minus-one-one' },
  '01': { scale: 'zero-one' },
  torch: { scale: 'imagenet' },
  caffe: { scale: 'caffe' },
  '128': { scale: 'mean-std', mean: [128], std: [128], range: '255' },
}

/**
 * Recognises an architecture by the shapes and strides of its first kernels, which survive renaming, conversion,
 * folding and quantisation. `activated`: whether an activation follows the first convolution, by which ResNet and
 * ResNetV2 differ. `null` if none fits, or if those that fit best disagree on the preprocessing.
 */
export function architectureOf(graph: Graph, constants: Constants, activated: boolean): Architecture | null {
  const wide = kernelsOf(graph, constants)
  const kernels = wide.slice(0, compared)
  const inOrder = known.map((row) => ({ row, length: commonLength(kernels, row.kernels.split(' ')) }))
  const begins = Math.max(...inOrder.map(({ length }) => length))
  const isLong = begins >= fewest(kernels.slice(0, begins))
  // Branches may come in another order than in the table.
  const near = known.map((row) => ({ row, length: commonCount(kernels, row.kernels.split(' ')) }))
  const isNear = near.some(({ length }) => length >= fewestInAnyOrder)
  const apart = known.map((row) => ({ row, length: commonCount(wide, row.kernels.split(' ')) }))
  const fits = isLong ? inOrder : isNear ? near : apart
  const longest = Math.max(...fits.map(({ length }) => length))
  if (!isLong && !isNear && longest < fewestApart) return null
  const best = fits.flatMap(({ row, length }) => (length === longest ? [row] : []))
  const plainStem = (name: string): boolean => /^ResNet\d+V2$/.test(name)
  const stemmed = best.filter(({ name }) => !/^ResNet\d/.test(name) || plainStem(name) !== activated)
  const [first, ...others] = stemmed
  if (first === undefined || others.some(({ needs }) => needs !== first.needs)) return null
  const scale = scales[first.needs]
  if (scale === undefined) return null
  const sides = new Set(stemmed.map(({ side }) => side))
  const names = stemmed.map(({ name }) => name)
  const name = names.length <= 2 ? names.join(' or ') : `${names[0]}, or one that starts alike`
  return { name, side: sides.size === 1 ? first.side : 224, scale }
}

/** Kernels that both lists have, in any order, of lists with the same first kernel. */
function commonCount(a: readonly string[], b: readonly string[]): number {
  if (a[0] !== b[0]) return 0
  const left = [...b]
  return a.filter((kernel) => {
    const at = left.indexOf(kernel)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }).length
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((kernel, i) => kernel !== b[i])
  return differs < 0 ? a.length : differs
}

/** The first kernels as `HxWxINxOUT/stride`, depthwise ones as `dHxWxC/stride`. */
function kernelsOf(graph: Graph, constants: Constants): readonly string[] {
  const found: string[] = []
  for (const node of graph.nodes.values()) {
    if (found.length === searched) break
    const kernel = /Conv2D(?!Backprop)|DepthwiseConv2dNative/.test(node.op)
      ? constants.shape(node.inputs[1] ?? ':0')
      : null
    if (kernel?.length === 4) found.push(describe(node, kernel, constants))
  }
  return found
}

function describe(node: GraphNode, shape: readonly (number | string)[], constants: Constants): string {
  const [height, width, inputs, last] = shape
  const first = stringAttribute(node.attributes, 'data_format') === 'NCHW'
  const stride = intsAttribute(node.attributes, 'strides')[first ? 2 : 1] ?? 1
  const given = constants.shape(node.inputs[0] ?? ':0')?.[first ? 1 : 3]
  const depthwise = node.op.includes('Depthwise')
  const grouped = inputs === 1 && given === last && last !== 1
  const size = depthwise
    ? `d${height}x${width}x${inputs}${last === 1 ? '' : `x${last}`}`
    : grouped
      ? `d${height}x${width}x${last}`
      : `${height}x${width}x${inputs}x${last}`
  return stride === 1 ? size : `${size}/${stride}`
}
