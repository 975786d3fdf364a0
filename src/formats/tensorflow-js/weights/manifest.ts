import { EngineError } from '../../../base/errors.ts'
import { bytesPerElement, type DType, sizeOf } from '../../../base/tensor.ts'
import { asArray, asNumber, asObject, asString, asStrings, get } from '../../shared/json-value.ts'

export interface Quantisation {
  readonly dtype: 'uint8' | 'uint16' | 'float16'
  readonly scale: number
  readonly min: number
}

export interface WeightSpec {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly quantisation: Quantisation | null
  /**
   * Optimizer state of a model saved during training; irrelevant for prediction, but stored between the other tensors.
   */
  readonly optimizer: boolean
}

/** One element of `weightsManifest`: its tensors are stored consecutively in the concatenated files of `paths`. */
export interface WeightGroup {
  readonly paths: readonly string[]
  readonly specs: readonly WeightSpec[]
}

const dtypes: readonly string[] = ['float32', 'int32', 'bool', 'string', 'complex64'] satisfies readonly DType[]

function isDType(name: string): name is DType {
  return dtypes.includes(name)
}

/** Validates `weightsManifest` field by field. Raises `model-invalid`, naming the file and the field. */
export function parseManifest(value: unknown, file: string): readonly WeightGroup[] {
  const groups = asArray(value)
  if (groups === null) throw invalid(file, 'weightsManifest is not a list')
  return groups.map((group, index) => {
    const paths = asStrings(get(group, 'paths'))
    const weights = asArray(get(group, 'weights'))
    if (weights === null) throw invalid(file, `weightsManifest[${index}].weights is not a list`)
    if (paths === null && weights.length > 0)
      throw invalid(file, `weightsManifest[${index}].paths is not a list of names`)
    return {
      paths: paths ?? [],
      specs: weights.map((spec, at) => parseSpec(spec, `weightsManifest[${index}].weights[${at}]`, file)),
    }
  })
}

function parseSpec(value: unknown, where: string, file: string): WeightSpec {
  const name = asString(get(value, 'name'))
  if (name === null) throw invalid(file, `${where} has no name`)
  const shape = (asArray(get(value, 'shape')) ?? []).map(asNumber)
  const dims = shape.filter((dim) => dim !== null && Number.isInteger(dim) && dim >= 0) as number[]
  if (asArray(get(value, 'shape')) === null || dims.length !== shape.length)
    throw invalid(file, `${where} (${name}) has no shape of integers`)
  const dtype = asString(get(value, 'dtype')) ?? ''
  if (!isDType(dtype))
    throw invalid(
      file,
      `${where} (${name}) has the dtype ${JSON.stringify(dtype)}; the supported dtypes are ${dtypes.join(', ')}`,
    )
  const quantisation = parseQuantisation(get(value, 'quantization'), dtype, `${where} (${name})`, file)
  return { name, dtype, shape: dims, quantisation, optimizer: get(value, 'group') === 'optimizer' }
}

function parseQuantisation(value: unknown, dtype: DType, where: string, file: string): Quantisation | null {
  if (asObject(value) === null) return null
  const stored = get(value, 'dtype')
  if (stored === 'float16' && dtype === 'float32') return { dtype: stored, scale: 1, min: 0 }
  if ((stored !== 'uint8' && stored !== 'uint16') || (dtype !== 'float32' && dtype !== 'int32')) {
    throw invalid(
      file,
      `${where} is stored as ${JSON.stringify(stored)} for ${dtype}; supported are float32 stored as uint8, uint16 or float16, and int32 stored as uint8 or uint16`,
    )
  }
  const scale = asNumber(get(value, 'scale'))
  const min = asNumber(get(value, 'min'))
  if (scale === null || min === null) throw invalid(file, `${where} is quantised, but has no scale or no minimum`)
  return { dtype: stored, scale, min }
}

/** Bytes in the file; `null` for strings, whose length is only in the file. */
export function storedBytes(spec: WeightSpec): number | null {
  if (spec.dtype === 'string') return null
  const element =
    spec.quantisation === null
      ? bytesPerElement(spec.dtype)
      : { uint8: 1, uint16: 2, float16: 2 }[spec.quantisation.dtype]
  return element * sizeOf(spec.shape)
}

/** Bytes of a whole group, and whether that is a minimum (each string takes at least four bytes). */
export function groupBytes(group: WeightGroup): { readonly bytes: number; readonly exact: boolean } {
  let bytes = 0
  let exact = true
  for (const spec of group.specs) {
    const own = storedBytes(spec)
    if (own === null) exact = false
    bytes += own ?? 4 * sizeOf(spec.shape)
  }
  return { bytes, exact }
}

function invalid(file: string, why: string): EngineError {
  return new EngineError(
    'model-invalid',
    `${file} is a TensorFlow.js model, but ${why}.`,
    'Convert or export the model again.',
  )
}
