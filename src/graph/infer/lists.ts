import { shapeAttribute, typeAttribute } from '../attributes.ts'
import type { InferRule, OpCall, ValueInfo } from './info.ts'
import { type Dims, type InferRow, info, named } from './shape.ts'

/** The element shape, from an int32 vector in which -1 is free; a scalar -1 is an unknown rank. */
function elementShape(value: ValueInfo | undefined): readonly (number | string | null)[] | null {
  if (value === undefined || value.content === null || value.shape?.length !== 1) return null
  return value.content.map((dim) => (dim === -1 ? null : dim))
}

function elementDtype({ attributes }: OpCall) {
  return typeAttribute(attributes, 'element_dtype') ?? typeAttribute(attributes, 'dtype') ?? 'float32'
}

function tensor(
  call: OpCall,
  first: Dims[number] | null,
  element: readonly (number | string | null)[] | null,
  output = 0,
) {
  return info(elementDtype(call), element === null ? null : named(call, [first, ...element], output))
}

const list: InferRule = () => [info('variant', [])]

const getItem: InferRule = (call, inputs) => {
  const element = elementShape(inputs[2])
  return [info(elementDtype(call), element === null ? null : named(call, element))]
}

const popBack: InferRule = (call, inputs) => {
  const element = elementShape(inputs[1])
  return [info('variant', []), info(elementDtype(call), element === null ? null : named(call, element, 1))]
}

const stack: InferRule = (call, inputs) => {
  const count = call.attributes.num_elements
  const size = count !== undefined && 'i' in count && count.i >= 0 ? count.i : null
  return [tensor(call, size, elementShape(inputs[1]))]
}

const gather: InferRule = (call, inputs) => [tensor(call, inputs[1]?.shape?.[0] ?? null, elementShape(inputs[2]))]

const concat: InferRule = (call, inputs) => {
  const element = elementShape(inputs[1])?.slice(1) ?? null
  return [tensor(call, null, element), info('int32', named(call, [null], 1))]
}

const arrayShape = (call: OpCall) => shapeAttribute(call.attributes, 'element_shape') ?? null

const arrayGather: InferRule = (call, inputs) => [tensor(call, inputs[1]?.shape?.[0] ?? null, arrayShape(call))]

const flow: InferRule = () => [info('float32', [])]

export const lists: readonly InferRow[] = [
  [['TensorListReserve', 'EmptyTensorList', 'TensorListFromTensor', 'TensorListSetItem', 'TensorListPushBack'], list],
  [['TensorListScatter', 'TensorListScatterV2', 'TensorListSplit', 'TensorListResize'], list],
  ['TensorListGetItem', getItem],
  ['TensorListPopBack', popBack],
  ['TensorListStack', stack],
  ['TensorListGather', gather],
  [['TensorListConcat', 'TensorListConcatV2'], concat],
  [['TensorListLength', 'TensorArraySizeV3'], () => [info('int32', [])]],
  ['TensorArrayV3', () => [info('resource', []), info('float32', [])]],
  [['TensorArrayWriteV3', 'TensorArrayScatterV3', 'TensorArraySplitV3'], flow],
  ['TensorArrayReadV3', (call) => [info(elementDtype(call), null)]],
  ['TensorArrayGatherV3', arrayGather],
  ['TensorArrayConcatV3', (call) => [info(elementDtype(call), null), info('int32', named(call, [null], 1))]],
  ['TensorArrayCloseV3', () => []],
]
