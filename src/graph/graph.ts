import type { DType, Shape } from '../base/tensor.ts'
import type { Constant } from './constant.ts'

/**
 * The one representation of a model: TensorFlow's op vocabulary, with TensorFlow's meaning of every op. Plain data, never
 * mutated. 64-bit and small integers are int32, all floats float32, narrowed where a file is read, with a range check.
 */
export interface Graph {
  /** What a run takes; each is a node of op `Placeholder`. */
  readonly inputs: readonly GraphInput[]
  readonly outputs: readonly GraphOutput[]
  /** By name, every producer before its consumers (but for the back edges of TensorFlow 1 loops: `NextIteration`). */
  readonly nodes: ReadonlyMap<string, GraphNode>
  /** Bodies of the control flow that stays (`If`, `While`, `Case`), by the name their callers' attributes hold. */
  readonly functions: ReadonlyMap<string, GraphFunction>
  /** Contents of the hash tables, by the name of their `HashTableV2` node. */
  readonly tables: ReadonlyMap<string, HashTable>
}

/** Output `index` of node `node`: `conv/kernel:0`. Always with its index. */
export type Value = `${string}:${number}`

export interface GraphNode {
  /** Unique in its graph or function. */
  readonly name: string
  readonly op: string
  readonly inputs: readonly Value[]
  /** With the default attributes of TensorFlow filled in. */
  readonly attributes: Attributes
  /** Of an op `Const`, and of that op only: what it holds. */
  readonly constant?: Constant
  /** Names of nodes that must run before this one. Empty but in TensorFlow 1 control flow. */
  readonly controls?: readonly string[]
}

/** `resource`: the handle of a hash table. `variant`: a list of tensors. */
export type GraphDType = DType | 'resource' | 'variant'

/** An attribute, tagged with its kind as in TensorFlow's `AttrValue`. */
export type Attribute =
  | { readonly s: string }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: GraphDType }
  /** `null`: unknown rank; `null` within: a free dimension. */
  | { readonly shape: Shape | null }
  /** The name of a function of the graph. */
  | { readonly func: string }
  | { readonly list: AttributeList }

export type AttributeList =
  | { readonly s: readonly string[] }
  | { readonly i: readonly number[] }
  | { readonly f: readonly number[] }
  | { readonly b: readonly boolean[] }
  | { readonly type: readonly GraphDType[] }
  | { readonly shape: readonly (Shape | null)[] }
  | { readonly func: readonly string[] }

export type Attributes = Readonly<Record<string, Attribute>>

export interface GraphInput {
  /** The name the person knows: the signature's key, or the name of the input layer. */
  readonly name: string
  /** Of the `Placeholder`. */
  readonly node: string
  readonly dtype: DType
  readonly shape: Shape | null
}

export interface GraphOutput {
  readonly name: string
  readonly value: Value
  /** As the file states it; `null` where only a run can tell. */
  readonly dtype: DType | null
  readonly shape: Shape | null
}

/** A body of `If`, `While` or `Case`. Its parameters are nodes of op `Placeholder` within it, in their order. */
export interface GraphFunction {
  readonly name: string
  readonly parameters: readonly { readonly node: string; readonly dtype: GraphDType }[]
  readonly results: readonly Value[]
  readonly nodes: ReadonlyMap<string, GraphNode>
}

/** A table from keys to values, filled once; `keys` and `values` have the same rank-1 shape. */
export interface HashTable {
  readonly keys: Constant
  readonly values: Constant
}

export function outputOf(node: string, index = 0): Value {
  return `${node}:${index}`
}

/** The name of the node that makes a value. */
export function producerOf(value: Value): string {
  return value.slice(0, value.lastIndexOf(':'))
}

/** Which output of its node a value is. */
export function outputIndexOf(value: Value): number {
  return Number(value.slice(value.lastIndexOf(':') + 1))
}
