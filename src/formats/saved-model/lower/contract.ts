import type { Constant } from '../../../graph/constant.ts'
import type { Attributes, GraphFunction } from '../../../graph/graph.ts'
import type { AttributeProtos } from '../proto/attributes.ts'
import type { FunctionProto, Library, NodeProto } from '../proto/graph-def.ts'
import type { OpDefProto } from '../proto/op-def.ts'
import type { Body } from './body.ts'
import type { Effects } from './effects.ts'
import type { Features } from './features.ts'
import type { Output } from './op-outputs.ts'
import type { Ref, Table, Variable } from './refs.ts'
import type { Budget, Scope } from './scope.ts'
import type { State } from './state.ts'

/** The state of a lowering: what it knows about the file, and what it collects. */
export interface Context {
  readonly ops: ReadonlyMap<string, OpDefProto>
  /** The outputs of an op that the file does not define. */
  outputsOf(op: string): readonly Output[]
  readonly library: Library
  readonly effects: Effects
  readonly budget: Budget
  readonly functions: Map<string, GraphFunction>
  /** By `shared_name`, otherwise by node. */
  readonly tables: Map<string, Table>
  readonly repairs: Set<string>
  /** True while initialisation ops run: their assignments are kept. */
  initialising: boolean
  /** Inputs for the features of records that the graph parses; `null` during initialisation. */
  features: Features | null
  /** Lowers a node. */
  ruleOf(node: NodeProto): Rule
  /** Defaults for attributes that nodes of an op omit. */
  defaults(op: string): Attributes
  /** A function's body; repeated calls return the same object. */
  body(definition: FunctionProto): Body
  /** Raises `model-invalid`. */
  constant(node: NodeProto): Constant
  /** The asset whose path a main-graph node holds, as a constant string. */
  asset(node: string): Constant | null
  variable(node: NodeProto, body: Body): Variable
  table(node: NodeProto, body: Body): Table
  /** The table contents from a text file (`InitializeTableFromTextFileV2`). */
  textTable(table: Table, path: Constant, node: NodeProto): NonNullable<Table['contents']>
}

/** A body being walked, and where its nodes go. */
export interface Frame {
  readonly context: Context
  readonly body: Body
  readonly scope: Scope
  readonly state: State
  /** Attributes that the function was called with. */
  readonly binding: AttributeProtos
  /** Nesting depth of function calls. */
  readonly depth: number
  /** Names reserved for `NextIteration` nodes before they are built. */
  readonly reserved: Map<string, string>
}

export interface Call {
  readonly frame: Frame
  readonly node: NodeProto
  /** Control inputs excluded. */
  readonly inputs: readonly Ref[]
  /** Control inputs of a constant inside a TensorFlow 1 branch; empty elsewhere. */
  readonly pivots: readonly Ref[]
}

/** A node's outputs, by index. */
export type Outputs = (index: number) => Ref

/** Lowers one op. Ops without a rule are copied as they are. */
export type Rule = (call: Call) => Outputs
