import type { DType, Shape } from '../../base/tensor.ts'
import type { RawPort } from '../ports.ts'
import type { GraphModel, GraphNode, GraphProgram } from './adapter.ts'

interface TensorInfo {
  readonly name?: string
  readonly dtype?: string | number
  readonly tensorShape?: {
    readonly dim?: readonly { readonly size?: string | number }[]
    readonly unknownRank?: boolean
  }
  /** Filled by the initialiser (a hash table), not by the person. */
  readonly resourceId?: unknown
}

interface SignatureDef {
  readonly inputs?: Readonly<Record<string, TensorInfo>>
  readonly outputs?: Readonly<Record<string, TensorInfo>>
}

interface UserMetadata {
  readonly signature?: SignatureDef
  readonly structuredOutputKeys?: readonly string[]
}

/** TensorFlow's dtypes as names and as enum numbers, as tfjs holds them: 64-bit integers as int32, floats as float32. */
const dtypes: Readonly<Record<string, DType>> = {
  DT_STRING: 'string',
  DT_BOOL: 'bool',
  DT_COMPLEX64: 'complex64',
  DT_COMPLEX128: 'complex64',
  DT_INT8: 'int32',
  DT_UINT8: 'int32',
  DT_INT16: 'int32',
  DT_UINT16: 'int32',
  DT_INT32: 'int32',
  DT_INT64: 'int32',
  3: 'int32',
  4: 'int32',
  5: 'int32',
  6: 'int32',
  7: 'string',
  8: 'complex64',
  9: 'int32',
  10: 'bool',
}

function withoutIndex(name: string): string {
  return name.replace(/:0$/, '')
}

function shapeOf({ tensorShape }: TensorInfo): Shape | null {
  if (tensorShape === undefined || tensorShape.unknownRank) return null
  return (tensorShape.dim ?? []).map(({ size }) => (Number(size ?? 0) < 0 ? null : Number(size ?? 0)))
}

function signaturePorts(entries: Readonly<Record<string, TensorInfo>>): readonly RawPort[] {
  return Object.entries(entries)
    .filter(([, info]) => info.resourceId === undefined || info.resourceId === null)
    .map(([key, info]) => ({
      key,
      name: withoutIndex(key),
      aliases: [withoutIndex(info.name ?? key)],
      dtype: dtypes[String(info.dtype)] ?? 'float32',
      shape: shapeOf(info),
    }))
}

function nodePort(node: GraphNode, key: string): RawPort {
  const shape = node.attrParams.shape?.value
  const dtype = node.attrParams.dtype?.value
  return {
    key,
    name: key,
    aliases: [node.name],
    dtype: typeof dtype === 'string' ? (dtype as DType) : 'float32',
    shape: Array.isArray(shape) ? shape.map((dim: number) => (dim < 0 ? null : dim)) : null,
  }
}

/**
 * Inputs and outputs of a graph: by its signature (in `userDefinedMetadata` first, as tfjs has it), else by its
 * placeholders and its last nodes. The key is what `execute` takes.
 */
export function graphPorts(
  model: GraphModel,
  program: GraphProgram,
): { inputs: readonly RawPort[]; outputs: readonly RawPort[] } {
  const metadata = (program.userDefinedMetadata ?? {}) as UserMetadata
  const signature = metadata.signature ?? (program.signature as SignatureDef | null) ?? {}
  const { executor } = model
  const nodes = (list: readonly GraphNode[], keys: readonly string[]): readonly RawPort[] =>
    list.map((node, i) => nodePort(node, keys[i] ?? node.name))
  const given = signaturePorts(signature.inputs ?? {})
  const returned = signaturePorts(signature.outputs ?? {})
  const outputs = returned.length > 0 ? returned : nodes(executor._outputs, executor.outputNodes)
  return {
    inputs: given.length > 0 ? given : nodes(executor._inputs, executor.inputNodes),
    outputs: outputs.map((port, i) => {
      const structured = metadata.structuredOutputKeys?.[i]
      return structured === undefined ? port : { ...port, name: structured, aliases: [...port.aliases, port.name] }
    }),
  }
}
