import type { DType, Shape } from '../base/tensor.ts'
import type { Constant } from './constant.ts'
import type { Origin } from './origin.ts'

/**
 * The one representation of a model, in TensorFlow ops with TensorFlow semantics. Plain immutable data. 64-bit and
 * small integers are int32, all floats are float32; readers narrow them with a range check.
 */
export interface Graph {
  /** The inputs of a run; each is a `Placeholder` node. */
  readonly inputs: readonly GraphInput[]
  readonly outputs: readonly GraphOutput[]
  /** By name, producers before consumers (except for the back edges of TensorFlow 1 loops: `NextIteration`). */
  readonly nodes: ReadonlyMap<string, GraphNode>
  /** Bodies of remaining control flow (`If`, `While`, `Case`), by the name used in the caller's attributes. */
  readonly functions: ReadonlyMap<string, GraphFunction>
  /** Contents of the hash tables, by `HashTableV2` node. */
  readonly tables: ReadonlyMap<string, HashTable>
}

/** Output `index` of node `node`: `conv/kernel:0`. The index is always present. */
export type Value = `${string}:${number}`

export interface GraphNode {
  /** Unique in its graph or function. */
  readonly name: string
  readonly op: string
  readonly inputs: readonly Value[]
  /** Includes TensorFlow's default attributes. */
  readonly attributes: Attributes
  /** The value of a `Const` node; absent on all others. */
  readonly constant?: Constant
  /** Names of nodes that must run first. Used only in TensorFlow 1 control flow. */
  readonly controls?: readonly string[]
  /**
   * The layers of the model file from which this node was made, or the nodes for formats without layers. Every rewrite
   * preserves them. Absent if the file does not name the node.
   */
  readonly origin?: Origin
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
  /** The user-facing name: the signature's key, or the input layer's name. */
  readonly name: string
  /** The name of its `Placeholder`. */
  readonly node: string
  readonly dtype: DType
  readonly shape: Shape | null
}

export interface GraphOutput {
  readonly name: string
  readonly value: Value
  /** As stated in the file; `null` if known only at run time. */
  readonly dtype: DType | null
  readonly shape: Shape | null
}

/** A body of `If`, `While` or `Case`. Its parameters are its `Placeholder` nodes, in order. */
export interface GraphFunction {
  readonly name: string
  readonly parameters: readonly { readonly node: string; readonly dtype: GraphDType }[]
  readonly results: readonly Value[]
  readonly nodes: ReadonlyMap<string, GraphNode>
}

/** An immutable key-value table; `keys` and `values` have the same rank-1 shape. */
export interface HashTable {
  readonly keys: Constant
  readonly values: Constant
}

export function outputOf(node: string, index = 0): Value {
  return `${node}:${index}`
}

/** The name of the node that produces a value. */
export function producerOf(value: Value): string {
  return value.slice(0, value.lastIndexOf(':'))
}

/** The index of a value among its node's outputs. */
export function outputIndexOf(value: Value): number {
  return Number(value.slice(value.lastIndexOf(':') + 1))
}
