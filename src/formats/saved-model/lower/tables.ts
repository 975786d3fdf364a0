import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { Constant } from '../../../graph/constant.ts'
import { withDefaults } from '../../../graph/op-defs.ts'
import { computed } from './computed.ts'
import type { Call, Rule } from './contract.ts'
import { convertedAttributes, emit } from './emit.ts'
import type { Ref, Table } from './refs.ts'

const handle: Rule = ({ frame, node }) => {
  const ref: Ref = { kind: 'table', table: frame.context.table(node, frame.body) }
  return () => ref
}

function tableOf({ inputs, node }: Call): Table {
  const [ref] = inputs
  if (ref?.kind === 'table') return ref.table
  throw new EngineError('model-invalid', `"${node.name}" (${node.op}) needs a hash table, but its input is not one.`)
}

const fill: Rule = (call) => {
  const table = tableOf(call)
  const [, keys, values] = call.inputs
  const { scope } = call.frame
  table.contents = async () => {
    const [ofKeys, ofValues] = await Promise.all([keys, values].map((ref) => (ref ? computed(ref, scope) : null)))
    if (!ofKeys || !ofValues) throw uncertain(call)
    return { keys: flat(ofKeys), values: flat(ofValues) }
  }
  return () => ({ kind: 'dead' })
}

function uncertain({ node }: Call): EngineError {
  return new EngineError(
    'unknown-op',
    `The model computes the contents of a hash table ("${node.name}", ${node.op}) in a way that is not supported.`,
    'Initialise the table from constants or a text file.',
  )
}

function flat(constant: Constant): Constant {
  return constant.shape.length === 1 ? constant : { ...constant, shape: [sizeOf(constant.shape)] }
}

const fillFromText: Rule = (call) => {
  const table = tableOf(call)
  const path = call.inputs[1]
  if (path?.kind !== 'constant') throw uncertain(call)
  table.contents = call.frame.context.textTable(table, path.constant, call.node)
  return () => ({ kind: 'dead' })
}

/** The older ops have the same inputs. */
const find: Rule = (call) => emit(call, 'LookupTableFindV2', call.inputs, convertedAttributes(call))
const size: Rule = (call) => emit(call, 'LookupTableSizeV2', call.inputs, withDefaults('LookupTableSizeV2', {}))

export const tableRules: readonly (readonly [string, Rule])[] = [
  ['HashTable', handle],
  ['HashTableV2', handle],
  ['MutableHashTable', handle],
  ['MutableHashTableV2', handle],
  ['AnonymousHashTable', handle],
  ['AnonymousMutableHashTable', handle],
  ['InitializeTable', fill],
  ['InitializeTableV2', fill],
  ['LookupTableImport', fill],
  ['LookupTableImportV2', fill],
  ['InitializeTableFromTextFile', fillFromText],
  ['InitializeTableFromTextFileV2', fillFromText],
  ['LookupTableFind', find],
  ['LookupTableFindV2', find],
  ['LookupTableSize', size],
  ['LookupTableSizeV2', size],
]
