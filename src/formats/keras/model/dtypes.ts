import type { DType } from '../../../base/tensor.ts'
import { asObject, asString, get } from '../../shared/json-value.ts'
import type { Layer } from '../layers/layer.ts'
import { dtypeNamed } from '../layers/literal.ts'

/** The graph dtype for a Keras dtype; every float becomes float32, and so does an unstated dtype. */
export function dtypeOf(name: string): DType {
  return dtypeNamed(name) ?? 'float32'
}

/**
 * `float32`, `mixed_float16`, `int64`: a plain name, or inside the Keras 3 `DTypePolicy` object. Empty if not stated.
 */
export function dtypeName(layer: Layer): string {
  const value = layer.get('dtype', 'dtype_policy')
  return asString(value) ?? (asObject(value) === null ? '' : (asString(get(get(value, 'config'), 'name')) ?? ''))
}

/** Policies whose arithmetic in Python is not float32. */
const otherPrecision = /^(mixed_)?(b?float16|float64)$/

/** One sentence per precision that is not kept. */
export function precisionNotes(layers: readonly Layer[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const layer of layers) {
    const name = dtypeName(layer)
    if (otherPrecision.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(
    ([name, count]) =>
      `${count === 1 ? 'One layer has' : `${count} layers have`} the precision ${name}; models are computed in float32 here, so results differ by ${name} rounding.`,
  )
}

/** Keras 3 stores a quantised layer's weights packed and scaled, in separate variables. Raises `model-invalid`. */
export function refuseQuantised(layer: Layer): void {
  const found = quantisationOf(layer.get('dtype', 'dtype_policy'))
  if (found === null) return
  throw layer.error(
    `is quantised (${found}); the packed weights of quantised Keras layers are not supported.`,
    'Save the model before calling model.quantize(), or export it as a SavedModel with model.export().',
  )
}

/** `int8_from_float32`, `int4/128_from_float32`; `null` for a policy without quantisation. */
function quantisationOf(policy: unknown): string | null {
  const name = asString(policy) ?? asString(get(get(policy, 'config'), 'name')) ?? ''
  if (/^(u?int[48]|float8|gptq|awq|ternary)(\/[\w/.-]+)?_from_/.test(name)) return name
  const kind = asString(get(policy, 'class_name')) ?? ''
  const config = get(policy, 'config')
  if (/^Quantized|^GPTQ|^AWQ|^Int[48]|^Ternary/.test(kind)) return asString(get(config, 'mode')) ?? kind
  // One policy per inner layer.
  const inner = [get(config, 'default_policy'), ...Object.values(asObject(get(config, 'policy_map')) ?? {})]
  return inner.reduce<string | null>((found, one) => found ?? (one === undefined ? null : quantisationOf(one)), null)
}
