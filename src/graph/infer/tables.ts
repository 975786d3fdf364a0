import { typeAttribute } from '../attributes.ts'
import { targetShape } from './arrays.ts'
import type { InferRule } from './info.ts'
import { type InferRow, info, named, shapeOf } from './shape.ts'

const find: InferRule = ({ attributes }, inputs) => [
  info(typeAttribute(attributes, 'Tout') ?? inputs[2]?.dtype ?? 'int32', shapeOf(inputs, 1)),
]

const split: InferRule = (call) => [
  info('int32', named(call, [null, 2], 0)),
  info('string', named(call, [null], 1)),
  info('int32', [2]),
]

const exported: InferRule = (call) => [
  info(typeAttribute(call.attributes, 'Tkeys') ?? 'string', named(call, [null])),
  info(typeAttribute(call.attributes, 'Tvalues') ?? 'int32', named(call, [null], 1)),
]

export const tables: readonly InferRow[] = [
  [['HashTable', 'HashTableV2', 'MutableHashTableV2', 'AnonymousHashTable'], () => [info('resource', [])]],
  [['LookupTableFind', 'LookupTableFindV2'], find],
  [['LookupTableSize', 'LookupTableSizeV2'], () => [info('int32', [])]],
  ['LookupTableExportV2', exported],
  [['LookupTableImport', 'LookupTableImportV2', 'InitializeTable', 'InitializeTableV2', 'NoOp'], () => []],
  [['StringSplit', 'StringSplitV2'], split],
  [
    'SparseCross',
    (call) => [
      info('int32', named(call, [null, 2], 0)),
      info(typeAttribute(call.attributes, 'out_type') ?? 'int32', named(call, [null], 1)),
      info('int32', [2]),
    ],
  ],
  ['StringNGrams', (call) => [info('string', named(call, [null])), info('int32', named(call, [null], 1))]],
  ['RaggedTensorToTensor', (call, inputs) => [info(inputs[1]?.dtype ?? 'float32', targetShape(call, inputs[0]))]],
  [
    'RaggedRange',
    (call, inputs) => [info('int32', named(call, [null])), info(inputs[0]?.dtype ?? 'int32', named(call, [null], 1))],
  ],
  ['UnicodeDecode', (call) => [info('int32', named(call, [null])), info('int32', named(call, [null], 1))]],
  ['_StringNumbers', (_, inputs) => [info('int32', shapeOf(inputs))]],
  ['_NumberedStrings', (_, inputs) => [info('string', shapeOf(inputs))]],
  ['UnicodeEncode', (call) => [info('string', named(call, [null]))]],
  ['SparseReshape', (call, inputs) => [info('int32', null), info('int32', named(call, [shapeOf(inputs, 2)?.[0]], 1))]],
]
