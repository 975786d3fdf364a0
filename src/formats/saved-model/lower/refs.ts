import type { Constant } from '../../../graph/constant.ts'
import type { GraphDType, HashTable, Value } from '../../../graph/graph.ts'

/** What a value in the file's graph resolves to. */
export type Ref =
  /** Made by a node of the new graph. */
  | { readonly kind: 'value'; readonly value: Value }
  /** Becomes a `Const` node when something needs it. */
  | { readonly kind: 'constant'; readonly constant: Constant; readonly name: string }
  | VariableRef
  | { readonly kind: 'table'; readonly table: Table }
  /** In a TensorFlow 1 branch that is never taken. */
  | { readonly kind: 'dead' }

export interface VariableRef {
  readonly kind: 'variable'
  readonly variable: Variable
  /** In a TensorFlow 1 branch: the predicate, and the output that must be taken. */
  readonly gate?: Gate
}

/** One output of a `Switch`: 1 if the predicate is true. */
export interface Gate {
  readonly predicate: Value
  readonly output: number
}

export interface Variable {
  /** For messages and node names. */
  readonly name: string
  readonly dtype: GraphDType
  readonly shape: readonly (number | null)[] | null
  /** A TensorFlow 1 variable, which ops read implicitly. */
  readonly isReference: boolean
  /** Whether the checkpoint holds its value. */
  readonly isSaved: boolean
  /** The checkpoint's value; raises `weight-missing`. */
  saved(): Constant
}

/** A hash table, and its contents once its initialiser has been visited. */
export interface Table {
  readonly name: string
  readonly keyDType: GraphDType
  readonly valueDType: GraphDType
  contents: (() => Promise<HashTable>) | null
}
