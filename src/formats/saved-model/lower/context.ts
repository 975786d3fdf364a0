import { EngineError } from '../../../base/errors.ts'
import { formatShape } from '../../../base/tensor.ts'
import { type Constant, strings } from '../../../graph/constant.ts'
import type { Attributes } from '../../../graph/graph.ts'
import { graphDType } from '../dtypes.ts'
import type { FunctionProto, NodeProto } from '../proto/graph-def.ts'
import type { MetaGraphProto } from '../proto/saved-model.ts'
import type { SavedValues } from '../saved-values.ts'
import type { TextTableSpec } from '../text-table.ts'
import { defaultsOf } from './attributes.ts'
import { type Body, bodyOf } from './body.ts'
import type { Context } from './contract.ts'
import { Effects } from './effects.ts'
import type { Table, Variable } from './refs.ts'
import { ruleFor } from './rules.ts'

/** What lowering needs from the files. */
export interface Files {
  readonly saved: SavedValues
  readonly outputsOf: Context['outputsOf']
  /** A node's constant; repeated calls return the same object. */
  constant(node: NodeProto): Constant
  textTable(file: string, spec: TextTableSpec, table: Table): NonNullable<Table['contents']>
}

export function contextFor(meta: MetaGraphProto, files: Files): Context {
  const library = meta.graph.functions
  const bodies = new Map<FunctionProto, Body>()
  const defaults = new Map<string, Attributes>()
  const variables = new Map<string, Variable>()
  const tables = new Map<string, Table>()
  const assets = new Map([...meta.assets].map(([node, file]) => [node, strings([file], [])]))
  return {
    ops: meta.ops,
    outputsOf: files.outputsOf,
    library,
    effects: new Effects(library),
    budget: { nodes: 0 },
    functions: new Map(),
    tables,
    repairs: new Set(),
    initialising: false,
    features: null,
    ruleOf: (node) => ruleFor(node, library),
    defaults: (op) => {
      const held = defaults.get(op) ?? defaultsOf(op, meta.ops.get(op)?.defaults ?? new Map())
      defaults.set(op, held)
      return held
    },
    body: (definition) => {
      const held = bodies.get(definition) ?? bodyOf(definition)
      bodies.set(definition, held)
      return held
    },
    constant: (node) => files.constant(node),
    asset: (node) => assets.get(node) ?? null,
    variable: (node, body) => {
      const key = keyOf(node, body)
      const held = variables.get(key) ?? variableOf(node, files.saved)
      variables.set(key, held)
      return held
    },
    table: (node, body) => {
      const key = keyOf(node, body)
      const held = tables.get(key) ?? tableOf(node, files.saved)
      tables.set(key, held)
      return held
    },
    textTable: (table, path, node) => files.textTable(String(path.data?.[0] ?? ''), textSpec(node), table),
  }
}

/** Nodes with the same shared name share one object; all others have their own. */
function keyOf({ op, name, attributes }: NodeProto, body: Body): string {
  const shared = attributes.get('shared_name')
  const own = op.startsWith('Anonymous') || shared === undefined || !('s' in shared) || shared.s === ''
  return own ? `${body.name}:${name}` : `shared:${shared.s}`
}

function typeOf(node: NodeProto, key: string) {
  const type = node.attributes.get(key)
  return type !== undefined && 'type' in type ? graphDType(type.type) : null
}

function variableOf(node: NodeProto, saved: SavedValues): Variable {
  const attribute = node.attributes.get('shape')
  const shape = attribute !== undefined && 'shape' in attribute ? attribute.shape : null
  const name = saved.title(node)
  return {
    name,
    dtype: typeOf(node, 'dtype') ?? 'float32',
    shape,
    isReference: node.op !== 'VarHandleOp',
    isSaved: saved.has(node),
    saved: () => {
      const constant = saved.constant(node)
      const fits =
        shape === null ||
        (shape.length === constant.shape.length && shape.every((dim, i) => dim === null || dim === constant.shape[i]))
      if (fits) return constant
      throw new EngineError(
        'weight-shape',
        `The variable "${name}" has the shape ${formatShape(shape)} in the graph, but ${formatShape(constant.shape)} in the checkpoint.`,
        'saved_model.pb and the folder "variables" are from different exports. Take both from the same one.',
      )
    },
  }
}

function tableOf(node: NodeProto, saved: SavedValues): Table {
  const contents = saved.table(node.name)
  return {
    name: `tables/${node.name}`,
    keyDType: typeOf(node, 'key_dtype') ?? 'string',
    valueDType: typeOf(node, 'value_dtype') ?? 'int32',
    contents: contents === null ? null : async () => contents,
  }
}

function textSpec({ attributes }: NodeProto): TextTableSpec {
  const int = (key: string, fallback: number) => {
    const attribute = attributes.get(key)
    return attribute !== undefined && 'i' in attribute ? attribute.i : fallback
  }
  const delimiter = attributes.get('delimiter')
  return {
    keyIndex: int('key_index', -2),
    valueIndex: int('value_index', -1),
    vocabularySize: int('vocab_size', -1),
    delimiter: delimiter !== undefined && 's' in delimiter ? delimiter.s : '\t',
    offset: int('offset', 0),
  }
}
