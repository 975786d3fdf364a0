import type { Constant } from '../../../graph/constant.ts'
import type { Attributes, GraphFunction } from '../../../graph/graph.ts'
import type { AttributeProtos } from '../proto/attributes.ts'
import type { FunctionProto, Library, NodeProto } from '../proto/graph-def.ts'
import type { OpDefProto } from '../proto/op-def.ts'
import type { Body } from './body.ts'
import type { Effects } from './effects.ts'
import type { Features } from './features.ts'
import type { Ref, Table, Variable } from './refs.ts'
import type { Budget, Scope } from './scope.ts'
import type { State } from './state.ts'

/** What a lowering knows of the file, and what it gathers. */
export interface Context {
  readonly ops: ReadonlyMap<string, OpDefProto>
  readonly library: Library
  readonly effects: Effects
  readonly budget: Budget
  readonly functions: Map<string, GraphFunction>
  /** By what shares them: `shared_name`, else the node. */
  readonly tables: Map<string, Table>
  readonly repairs: Set<string>
  /** True while the operations run that prepare the model: what they assign is kept. */
  initialising: boolean
  /** Inputs for the features of records that the graph parses; `null` while the model is prepared. */
  features: Features | null
  /** How a node is lowered. */
  ruleOf(node: NodeProto): Rule
  /** Attributes that the nodes of an op have when they do not state them. */
  defaults(op: string): Attributes
  /** The body of a function; the same object each time. */
  body(definition: FunctionProto): Body
  /** Raises `model-invalid`. */
  constant(node: NodeProto): Constant
  /** The asset whose path a node of the main graph holds, as a constant string. */
  asset(node: string): Constant | null
  variable(node: NodeProto, body: Body): Variable
  table(node: NodeProto, body: Body): Table
  /** The table's contents from a text file (`InitializeTableFromTextFileV2`). */
  textTable(table: Table, path: Constant, node: NodeProto): NonNullable<Table['contents']>
}

/** A body that is being run through, and where its nodes go. */
export interface Frame {
  readonly context: Context
  readonly body: Body
  readonly scope: Scope
  readonly state: State
  /** Attributes that the function was called with. */
  readonly binding: AttributeProtos
  /** How many functions are around. */
  readonly depth: number
  /** Names given to `NextIteration` nodes before their turn came. */
  readonly reserved: Map<string, string>
}

export interface Call {
  readonly frame: Frame
  readonly node: NodeProto
  /** Controls are not among them. */
  readonly inputs: readonly Ref[]
  /** What the controls of a constant in a branch of TensorFlow 1 control flow are; empty elsewhere. */
  readonly pivots: readonly Ref[]
}

/** The outputs of a node, by their place. */
export type Outputs = (index: number) => Ref

/** How one op is lowered. Ops without a rule become nodes as they are. */
export type Rule = (call: Call) => Outputs
