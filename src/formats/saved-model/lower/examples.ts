import type { Shape } from '../../../base/tensor.ts'
import { int32 } from '../../../graph/constant.ts'
import type { GraphDType, GraphInput, Value } from '../../../graph/graph.ts'
import { outputOf } from '../../../graph/graph.ts'
import { withDefaults } from '../../../graph/op-defs.ts'
import { graphDType } from '../dtypes.ts'
import type { Call, Outputs, Rule } from './contract.ts'
import { attributeOf, emitSame } from './emit.ts'
import type { Feature } from './features.ts'
import type { Ref } from './refs.ts'
import type { Scope } from './scope.ts'

/** What an op parses from each record. */
interface Spec {
  readonly sparse: readonly Feature[]
  readonly dense: readonly Feature[]
}

/**
 * Replaces the parsing of tf.Example records from outside: features become separate inputs. A variable-length feature
 * is an array with one row per record, and every element counts as present. Records created inside the graph, and
 * ragged features, are left to the op's own handling.
 */
function parse(specOf: (call: Call, batch: Shape) => Spec | null): Rule {
  return (call) => {
    const [serialized] = call.inputs
    const { scope, context } = call.frame
    const record = serialized?.kind === 'value' ? (context.features?.record(serialized.value, scope) ?? null) : null
    const spec = record === null ? null : specOf(call, record.shape?.length === 0 ? [] : [null])
    return record === null || spec === null ? emitSame(call) : outputs(call, record, spec)
  }
}

function outputs(call: Call, record: GraphInput, { sparse, dense }: Spec): Outputs {
  const { scope, context } = call.frame
  const value = (feature: Feature) => context.features?.input(record, feature) ?? outputOf(record.node)
  const parts = sparse.map((feature) => sparseOf(value(feature), `${call.node.name}/${feature.key}`, scope))
  const all = [
    ...parts.map(({ indices }) => indices),
    ...parts.map(({ values }) => values),
    ...parts.map(({ shape }) => shape),
    ...dense.map(value),
  ]
  return (index) => {
    const made = all[index]
    return made === undefined ? { kind: 'dead' } : { kind: 'value', value: made }
  }
}

/** A dense matrix as a sparse tensor: `indices [n, 2]`, `values [n]`, `shape [2]`. */
function sparseOf(x: Value, name: string, scope: Scope): { indices: Value; values: Value; shape: Value } {
  const op = (part: string, type: string, inputs: readonly Value[], attributes = {}) =>
    scope.op(`${name}/${part}`, type, inputs, withDefaults(type, attributes))
  const constant = (values: readonly number[], shape: readonly number[]) =>
    scope.constant(int32(values, shape), `${name}/constant`)
  const shape = outputOf(op('shape', 'Shape', [x]))
  const dims = op('dims', 'Unpack', [shape], { num: { i: 2 } })
  const width = outputOf(dims, 1)
  const count = outputOf(op('count', 'Mul', [outputOf(dims, 0), width]))
  const places = outputOf(op('places', 'Range', [constant([0], []), count, constant([1], [])]))
  const rows = outputOf(op('rows', 'FloorDiv', [places, width]))
  const columns = outputOf(op('columns', 'FloorMod', [places, width]))
  return {
    indices: outputOf(op('indices', 'Pack', [rows, columns], { axis: { i: 1 }, N: { i: 2 } })),
    values: outputOf(op('values', 'Reshape', [x, constant([-1], [1])])),
    shape,
  }
}

/** `ParseExample`: every key is a separate input. */
function classic(call: Call, batch: Shape): Spec | null {
  const [sparseCount, denseCount] = [integer(call, 'Nsparse'), integer(call, 'Ndense')]
  const keys = call.inputs.slice(2, 2 + sparseCount + denseCount).map((ref) => textsOf(ref)?.[0] ?? null)
  const known = keys.flatMap((key) => (key === null ? [] : [key]))
  if (known.length !== sparseCount + denseCount) return null
  const defaults = call.inputs.slice(2 + sparseCount + denseCount)
  return featuresOf(call, batch, known.slice(0, sparseCount), known.slice(sparseCount), defaults)
}

/** `ParseExampleV2`: one list of keys per kind. */
function second(call: Call, batch: Shape): Spec | null {
  const [, , sparse, dense, ragged, ...defaults] = call.inputs
  const [sparseKeys, denseKeys, raggedKeys] = [textsOf(sparse), textsOf(dense), textsOf(ragged)]
  if (sparseKeys === null || denseKeys === null || raggedKeys === null || raggedKeys.length > 0) return null
  return featuresOf(call, batch, sparseKeys, denseKeys, defaults)
}

function featuresOf(
  call: Call,
  batch: Shape,
  sparseKeys: readonly string[],
  denseKeys: readonly string[],
  defaults: readonly Ref[],
): Spec | null {
  const [sparseTypes, denseTypes] = [types(call, 'sparse_types'), types(call, 'Tdense')]
  const shapes = attributeOf(call, 'dense_shapes')
  const denseShapes = shapes !== null && 'list' in shapes ? shapes.list.shape : []
  const sparse = sparseKeys.map((key, i) => feature(key, sparseTypes[i], [null, null]))
  const dense = denseKeys.map((key, i) => {
    const shape = denseShapes[i] ?? null
    return feature(key, denseTypes[i], shape === null ? null : [...batch, ...shape], defaults[i])
  })
  const known = [...sparse, ...dense].flatMap((each) => (each === null ? [] : [each]))
  // A single record yields a sparse vector per feature, which cannot be represented as rows of a batch.
  if (known.length !== sparse.length + dense.length || (batch.length === 0 && sparse.length > 0)) return null
  return { sparse: known.slice(0, sparse.length), dense: known.slice(sparse.length) }
}

function feature(
  key: string,
  dtype: GraphDType | null | undefined,
  shape: Shape | null,
  fallback?: Ref,
): Feature | null {
  if (dtype === null || dtype === undefined || dtype === 'resource' || dtype === 'variant' || shape === null)
    return null
  return { key, dtype, shape, fallback: fallback?.kind === 'constant' ? fallback.constant : null }
}

function integer(call: Call, key: string): number {
  const attribute = attributeOf(call, key)
  return attribute !== null && 'i' in attribute ? attribute.i : 0
}

function types(call: Call, key: string): readonly (GraphDType | null)[] {
  const attribute = attributeOf(call, key)
  return attribute !== null && 'list' in attribute ? attribute.list.type.map(graphDType) : []
}

function textsOf(ref: Ref | undefined): readonly string[] | null {
  if (ref?.kind !== 'constant' || ref.constant.dtype !== 'string' || ref.constant.data === null) return null
  return Array.from(ref.constant.data, String)
}

export const exampleRules: readonly (readonly [string, Rule])[] = [
  ['ParseExample', parse(classic)],
  ['ParseExampleV2', parse(second)],
]
