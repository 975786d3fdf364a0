import type { TensorSpec } from '../../base/tensor.ts'

const isColour = (size: number | null | undefined) => size === 1 || size === 3

/** The numbers that a model makes a picture of; `null` for other models. */
export function latentWidth({ dtype, shape }: TensorSpec, outputs: readonly TensorSpec[]): number | null {
  const [batch, width] = shape ?? []
  if (dtype !== 'float32' || shape?.length !== 2 || (batch !== null && batch !== 1) || typeof width !== 'number')
    return null
  const [output] = outputs
  const sides = output?.shape ?? []
  if (outputs.length !== 1 || sides.length !== 4 || !(isColour(sides[3]) || isColour(sides[1]))) return null
  return width
}
