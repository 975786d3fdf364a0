import type { DType } from '../../base/tensor.ts'
import { asObject, asString, get } from '../json-value.ts'
import type { Layer } from '../keras-layers/layer.ts'

const dtypes: ReadonlyMap<string, DType> = new Map([
  ['int8', 'int32'],
  ['int16', 'int32'],
  ['int32', 'int32'],
  ['int64', 'int32'],
  ['uint8', 'int32'],
  ['uint16', 'int32'],
  ['uint32', 'int32'],
  ['uint64', 'int32'],
  ['bool', 'bool'],
  ['string', 'string'],
  ['complex64', 'complex64'],
])

/** The graph's dtype for one of Keras; every float is float32. */
export function dtypeOf(name: string): DType {
  return dtypes.get(name) ?? 'float32'
}

/** `float32`, `mixed_float16`, `int64`: a plain name, or inside the `DTypePolicy` object of Keras 3. Empty when not stated. */
export function dtypeName(layer: Layer): string {
  const value = layer.get('dtype', 'dtype_policy')
  return asString(value) ?? (asObject(value) === null ? '' : (asString(get(get(value, 'config'), 'name')) ?? ''))
}

/** Policies whose arithmetic is not float32 in Python. */
const otherPrecision = /^(mixed_)?(b?float16|float64)$/

/** A sentence on each precision that is not kept. */
export function precisionNotes(layers: readonly Layer[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const layer of layers) {
    const name = dtypeName(layer)
    if (otherPrecision.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(
    ([name, count]) =>
      `${count === 1 ? 'One layer has' : `${count} layers have`} the precision ${name}; everything is computed in float32 here, so results differ by the rounding of ${name}.`,
  )
}

/** Keras 3 keeps the weights of a quantised layer packed and scaled, in variables of their own. Raises `model-invalid`. */
export function refuseQuantised(layer: Layer): void {
  const policy = layer.get('dtype', 'dtype_policy')
  const kind = asString(get(policy, 'class_name')) ?? ''
  const name = dtypeName(layer)
  if (!/^Quantized|^GPTQ|^AWQ/.test(kind) && !/^(u?int[48]|float8|gptq|awq|ternary)\b.*_from_/.test(name)) return
  throw layer.error(
    `is quantised (${name || kind}), which is not understood.`,
    'Save the model as it was before model.quantize(), or export it as a SavedModel with model.export().',
  )
}
