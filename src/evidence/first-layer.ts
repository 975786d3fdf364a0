import { analyse } from '../graph/analyse.ts'
import { stringsAttribute } from '../graph/attributes.ts'
import { type Graph, type GraphNode, outputOf } from '../graph/graph.ts'
import type { Constants } from './constants.ts'
import { normalisationOf, type Remembered } from './normalisation.ts'

/** The first convolution of a picture, or product of a row, and what follows it. */
export interface FirstLayer {
  /** `[positions, channels in, outputs]`; of a depthwise kernel, most entries are zero. */
  readonly kernel: Float32Array
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly outputs: number
  /** Per output. */
  readonly bias: readonly number[]
  /** Whether a ReLU lies between the convolution and the normalisation. */
  readonly rectified: boolean
  /** What the batch normalisation behind it remembers; `null` if there is none. */
  readonly remembered: Remembered | null
  /** Whether a batch normalisation was folded into kernel and bias, by their names. */
  readonly folded: boolean
  /** Whether an activation follows before anything else that computes. */
  readonly activated: boolean
}

const activations = /^(Relu|Relu6|LeakyRelu|Elu|Selu|Sigmoid|Tanh|Softplus|Erf|Erfc|HardSwish|Silu|Swish)$/
const silent = /^(Identity|IdentityN|Reshape|Squeeze|Cast|StopGradient)$/
const kernels = /^(_?FusedConv2D|Conv2D|DepthwiseConv2dNative|FusedDepthwiseConv2dNative)$/
const normalisedName = /batch_?norm|(^|[/_])bn([/_\d]|$)/i

/** `null` if the node is no convolution of constants that fits the channels. Raises what `Constant.read` raises. */
export async function firstLayer(
  graph: Graph,
  node: GraphNode,
  channels: number,
  constants: Constants,
  signal?: AbortSignal,
): Promise<FirstLayer | null> {
  if (!kernels.test(node.op)) return null
  const found = await constants.read(node.inputs[1])
  if (found === null || found.shape.length !== 4) return null
  const [height = 0, width = 0, inputs = 0, last = 0] = found.shape
  if (inputs !== channels) return null
  const depthwise = node.op.includes('Depthwise')
  const outputs = depthwise ? inputs * last : last
  const kernel = depthwise ? spread(found.data, height * width, inputs, last) : Float32Array.from(found.data)
  const after = await follow(graph, node, outputs, constants, signal)
  return { kernel, height, width, channels, outputs, ...after }
}

/** A depthwise kernel as a dense one: output c · multiplier + m sees channel c only. */
function spread(data: ArrayLike<number>, positions: number, inputs: number, multiplier: number): Float32Array {
  const outputs = inputs * multiplier
  const dense = new Float32Array(positions * inputs * outputs)
  for (let p = 0; p < positions; p++)
    for (let c = 0; c < inputs; c++)
      for (let m = 0; m < multiplier; m++)
        dense[(p * inputs + c) * outputs + c * multiplier + m] = data[(p * inputs + c) * multiplier + m] as number
  return dense
}

type After = Pick<FirstLayer, 'bias' | 'rectified' | 'remembered' | 'folded' | 'activated'>

async function follow(
  graph: Graph,
  first: GraphNode,
  outputs: number,
  constants: Constants,
  signal: AbortSignal | undefined,
): Promise<After> {
  const values = analyse(graph)
  const bias = new Array<number>(outputs).fill(0)
  let names = `${first.name} ${first.inputs.join(' ')}`
  const add = async (value: GraphNode['inputs'][number] | undefined): Promise<boolean> => {
    const found = await constants.read(value)
    if (found === null || (found.data.length !== outputs && found.data.length !== 1)) return false
    for (let i = 0; i < outputs; i++) bias[i] = (bias[i] as number) + (found.data[i % found.data.length] as number)
    names += ` ${value}`
    return true
  }
  const fused = stringsAttribute(first.attributes, 'fused_ops')
  if (fused.includes('BiasAdd')) await add(first.inputs[2])
  let rectified = fused.some((op) => op.startsWith('Relu'))
  let activated = fused.some((op) => activations.test(op))
  let remembered: Remembered | null = null
  let at = first
  for (let step = 0; step < 12; step++) {
    const value = values.get(outputOf(at.name))
    const readers = [value?.reader, ...(value?.readers ?? [])].filter(
      (node): node is GraphNode => node !== null && node !== undefined && node.op !== 'Shape',
    )
    const [next] = readers
    if (next === undefined) break
    // Swish and hard swish read the same value twice or more.
    if (readers.length > 1) {
      activated ||= readers.some(({ op }) => activations.test(op) || /^(Mul|AddV2|IdentityN)$/.test(op))
      break
    }
    const normalisation = normalisationOf(graph, next)
    if (normalisation !== null && remembered === null) {
      remembered = await normalisation(constants, signal)
      if (remembered === null) break
    } else if (activations.test(next.op)) {
      activated = true
      if (remembered !== null || !/^Relu6?$/.test(next.op)) break
      rectified = true
    } else if (/^(BiasAdd|Add|AddV2)$/.test(next.op)) {
      const summed = remembered !== null || (await add(next.inputs.find((input) => input !== outputOf(at.name))))
      if (!summed) break
    } else if (!silent.test(next.op)) break
    at = next
  }
  const folded = remembered === null && normalisedName.test(names)
  return { bias, rectified, remembered, folded, activated }
}
