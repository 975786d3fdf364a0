import { EngineError } from '../../../base/errors.ts'
import type { Constant } from '../../../graph/constant.ts'
import { asArray, asObject, asString, get } from '../../shared/json-value.ts'
import { literalOf } from '../layers/literal.ts'
import { PythonFloat } from '../layers/tensor.ts'

/** Output `tensor` of a layer's call number `node`, as counted in the file. */
export class Reference {
  constructor(
    readonly layer: string,
    readonly node: number,
    readonly tensor: number,
  ) {}
}

/** A constant tensor among the arguments, stored in the config. */
export class ConstantTensor {
  constructor(readonly constant: Constant) {}
}

export type Structure =
  | Reference
  | ConstantTensor
  | PythonFloat
  | string
  | number
  | boolean
  | null
  | readonly Structure[]
  | { readonly [key: string]: Structure }

export interface CallArguments {
  readonly args: readonly Structure[]
  readonly kwargs: { readonly [key: string]: Structure }
}

/** `["dense", 0, 0]`; Keras 1 and 2 may add keyword arguments as a fourth element. */
function asReference(value: unknown): Reference | null {
  const list = asArray(value)
  if (list === null || list.length < 3 || list.length > 4) return null
  const [layer, node, tensor] = list
  if (typeof layer !== 'string' || typeof node !== 'number' || typeof tensor !== 'number') return null
  return list.length === 4 && asObject(list[3]) === null && list[3] !== null ? null : new Reference(layer, node, tensor)
}

/** Replaces every kind of tensor in a structure; everything else stays. */
export function structureOf(value: unknown, isLayer: (name: string) => boolean): Structure {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof PythonFloat) return value
  const reference = asReference(value)
  if (reference !== null && isLayer(reference.layer)) return reference
  const list = asArray(value)
  if (list !== null) return list.map((item) => structureOf(item, isLayer))
  return tensorOf(value) ?? dictOf(value, isLayer)
}

/** `__keras_tensor__`, `__tensor__` and `__numpy__` of Keras 3. Raises `model-invalid`. */
function tensorOf(value: unknown): Structure | null {
  const className = asString(get(value, 'class_name'))
  const config = get(value, 'config')
  if (className === '__keras_tensor__') return asReference(get(config, 'keras_history'))
  if (className !== '__tensor__' && className !== '__numpy__') return null
  const constant = literalOf(value)
  if (constant !== null) return new ConstantTensor(constant)
  throw new EngineError(
    'model-invalid',
    `A constant of dtype ${asString(get(config, 'dtype')) ?? 'float32'} in the arguments of a layer is not a readable list of numbers.`,
    'The file may be damaged, or hold integers of more than 32 bits; save the model again.',
  )
}

function dictOf(value: unknown, isLayer: (name: string) => boolean): Structure {
  const entries = Object.entries(asObject(value) ?? {})
  return Object.fromEntries(entries.map(([key, item]) => [key, structureOf(item, isLayer)]))
}

/** One call of a layer: an element of its `inbound_nodes`, in Keras 3 or earlier form. `null` for an empty one. */
export function callOf(node: unknown, isLayer: (name: string) => boolean): CallArguments | null {
  const list = asArray(node)
  if (list !== null) return legacyCall(list, isLayer)
  const args = structureOf(get(node, 'args') ?? [], isLayer)
  const kwargs = structureOf(get(node, 'kwargs') ?? {}, isLayer)
  if (asObject(node) === null || !Array.isArray(args)) return null
  return args.length === 0 && Object.keys(kwargs as object).length === 0
    ? null
    : { args, kwargs: kwargs as CallArguments['kwargs'] }
}

/**
 * `[["a", 0, 0, {…}], ["b", 0, 0, {…}]]`: one or several tensors as the first argument; keyword arguments beside each.
 */
function legacyCall(list: readonly unknown[], isLayer: (name: string) => boolean): CallArguments | null {
  if (list.length === 0) return null
  // Calls of TensorFlow functions do not wrap a single tensor or plain value in a list.
  const items = asReference(list) === null && list[0] !== '_CONSTANT_VALUE' ? list : [list]
  const kwargs = items.map(kwargsBeside).find((found) => found !== null) ?? {}
  const tensors = items.map((item) => legacyTensor(item, isLayer))
  const first: Structure = tensors.length === 1 ? (tensors[0] ?? null) : tensors
  return { args: [first], kwargs: structureOf(kwargs, isLayer) as CallArguments['kwargs'] }
}

function legacyTensor(item: unknown, isLayer: (name: string) => boolean): Structure {
  const list = asArray(item)
  // tf.keras 2.4 and later: a plain value in place of a tensor.
  if (list?.[0] === '_CONSTANT_VALUE') return structureOf(list[2], isLayer)
  // Keep an unknown layer as a reference, so that the message can name it.
  return (
    asReference(item) ??
    (asObject(item) === null ? (list ?? []).map((x) => legacyTensor(x, isLayer)) : dictOf(item, isLayer))
  )
}

function kwargsBeside(item: unknown): unknown {
  const list = asArray(item)
  return list !== null && typeof list[0] === 'string' ? asObject(list[3]) : null
}

/** Adds every reference of a structure to those found before. */
export function referencesIn(value: Structure, found: Reference[] = []): readonly Reference[] {
  if (value instanceof Reference) found.push(value)
  else if (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof ConstantTensor) &&
    !(value instanceof PythonFloat)
  )
    for (const item of Array.isArray(value) ? value : Object.values(value)) referencesIn(item, found)
  return found
}

/** Every reference among a call's arguments. */
export function referencesOf({ args, kwargs }: CallArguments): readonly Reference[] {
  const found: Reference[] = []
  referencesIn(args, found)
  referencesIn(kwargs, found)
  return found
}
