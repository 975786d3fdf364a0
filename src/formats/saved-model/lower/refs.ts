import type { Constant } from '../../../graph/constant.ts'
import type { GraphDType, HashTable, Value } from '../../../graph/graph.ts'

/** What a value of the file's graph has turned out to be. */
export type Ref =
  /** Made by a node of the new graph. */
  | { readonly kind: 'value'; readonly value: Value }
  /** Becomes a node `Const` where something needs it. */
  | { readonly kind: 'constant'; readonly constant: Constant; readonly name: string }
  | VariableRef
  | { readonly kind: 'table'; readonly table: Table }
  /** Of a branch of TensorFlow 1 control flow that is never taken. */
  | { readonly kind: 'dead' }

export interface VariableRef {
  readonly kind: 'variable'
  readonly variable: Variable
  /** In a branch of TensorFlow 1 control flow: what decides whether it is alive, and the output that must be taken. */
  readonly gate?: Gate
}

/** One output of a `Switch`: 1 where the predicate is true. */
export interface Gate {
  readonly predicate: Value
  readonly output: number
}

export interface Variable {
  /** For messages and for the names of nodes. */
  readonly name: string
  readonly dtype: GraphDType
  readonly shape: readonly (number | null)[] | null
  /** A variable of TensorFlow 1, which operations read without saying so. */
  readonly isReference: boolean
  /** Whether the checkpoint has a value for it. */
  readonly isSaved: boolean
  /** What the checkpoint has; raises `weight-missing`. */
  saved(): Constant
}

/** A hash table and, once its initialiser has been seen, what is in it. */
export interface Table {
  readonly name: string
  readonly keyDType: GraphDType
  readonly valueDType: GraphDType
  contents: (() => Promise<HashTable>) | null
}
