import type { InputSource } from '../base/plan.ts'
import { formatShape, sizeOf, type TensorValue } from '../base/tensor.ts'
import type { Filled } from './fill.ts'
import { zerosOf } from './fill.ts'
import type { Job } from './job.ts'

/** A state of a recurrent model: its value from the last run, or zeros, in which free dimensions are 1. */
export function makeState(
  { output, since }: Extract<InputSource, { kind: 'state' }>,
  held: TensorValue | null,
  { spec, dims }: Job,
): Filled {
  const shape = (spec.shape ?? []).map((dim, axis) => dim ?? dims[axis] ?? 1)
  const tensor = held ?? { dtype: spec.dtype, shape, data: zerosOf(spec.dtype, sizeOf(shape)) }
  const what = held === null ? 'zeros' : 'from the last run'
  return {
    tensor,
    step: {
      id: 'state',
      label: 'State',
      summary: `${what}, ${spec.dtype} ${formatShape(tensor.shape)}`,
      reason: since === null ? `${output} is not fed back` : `${output} is fed back`,
      certainty: 'derived',
      chosenBy: 'automatic',
      fields: [],
      values: {},
    },
  }
}
