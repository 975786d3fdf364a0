import { int32 } from '../../../graph/constant.ts'
import type { Decomposition } from '../../../graph/passes/decompose.ts'
import { dilatedAt } from '../../../graph/passes/dilation/dilated.ts'

const convolutions: ReadonlySet<string> = new Set(['Conv3D'])

/**
 * Restores a 3-D dilated convolution that TensorFlow wrote as batches of parts: WebGL and WebGPU support parts of at
 * most four axes. The kernels support SAME and VALID only; other padding is applied first.
 */
export const dilatedVolumes: Decomposition = (node, b) => {
  const found = dilatedAt(b.index, node, convolutions)
  if (found === null) return null
  const { x, convolution, attributes, edges, same } = found
  const ahead = !same && edges.some((amount) => amount > 0)
  const paddings = () => b.constant(int32(edges, [edges.length / 2, 2]))
  const source = ahead ? b.op('Pad', [b.resolve(x), paddings()]) : b.resolve(x)
  const padding = { s: same ? 'SAME' : 'VALID' }
  return [b.op('Conv3D', convolution.inputs.with(0, source), { ...attributes, padding })]
}
