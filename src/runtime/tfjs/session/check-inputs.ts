import { EngineError } from '../../../base/errors.ts'
import { formatShape, type NamedTensors, sizeOf, type TensorSpec, type TensorValue } from '../../../base/tensor.ts'

/**
 * The values for `specs`, in their order. Raises `input-missing`, `input-dtype` and `input-shape`, each with the
 * input's name, what was expected and what was found.
 */
export function checkInputs(specs: readonly TensorSpec[], inputs: NamedTensors): readonly TensorValue[] {
  return specs.map((spec) => {
    const value = Object.hasOwn(inputs, spec.name) ? inputs[spec.name] : undefined
    if (value === undefined) {
      const message = `Input "${spec.name}" (${spec.dtype} ${formatShape(spec.shape)}) has no value.`
      throw new EngineError('input-missing', message, 'Give every input of the model a file or a fill value.')
    }
    checkValue(spec, value)
    return value
  })
}

function checkValue({ name, dtype, shape }: TensorSpec, value: TensorValue): void {
  if (value.dtype !== dtype) {
    throw new EngineError(
      'input-dtype',
      `Input "${name}" expects ${dtype}, but got ${value.dtype}.`,
      'Change the dtype in the preprocessing steps.',
    )
  }
  const fits =
    shape === null ||
    (shape.length === value.shape.length && shape.every((dim, i) => dim === null || dim === value.shape[i]))
  if (!fits) {
    const message = `Input "${name}" expects shape ${formatShape(shape)}, but got ${formatShape(value.shape)}.`
    throw new EngineError('input-shape', message, 'Change the size in the preprocessing steps, or choose another file.')
  }
  const expected = sizeOf(value.shape) * (dtype === 'complex64' ? 2 : 1)
  if (value.data.length !== expected) {
    const message = `Input "${name}" of shape ${formatShape(value.shape)} needs ${expected} values, but got ${value.data.length}.`
    throw new EngineError('input-shape', message, 'The file may be truncated.')
  }
}
