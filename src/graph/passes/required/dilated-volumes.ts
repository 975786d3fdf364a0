import { int32 } from '../../constant.ts'
import { dilatedAt } from '../dilation/dilated.ts'
import type { Decomposition } from './decompose.ts'

const convolutions: ReadonlySet<string> = new Set(['Conv3D'])

/**
 * A dilated convolution in 3-D that TensorFlow has spelt with batches of parts, as the one that it is: WebGL and WebGPU make
 * parts of four axes at most. Its kernels know SAME and VALID only; other zeros are padded ahead.
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
