import type { PbfReader } from 'pbf'
import { type AttributeProto, type AttributeProtos, readValue } from './attributes.ts'
import { textOf, within } from './message.ts'

/** `ArgDef`: one name for one value, or for as many as an attribute says. */
export interface ArgumentProto {
  readonly name: string
  /** `DataType`; 0 where an attribute says it. */
  readonly dtype: number
  readonly typeAttribute: string
  /** The attribute with the number of values. */
  readonly numberAttribute: string
  /** The attribute with the list of their types. */
  readonly typeListAttribute: string
}

/** `OpDef`: an operation, or the signature of a function. */
export interface OpDefProto {
  readonly name: string
  readonly inputs: readonly ArgumentProto[]
  readonly outputs: readonly ArgumentProto[]
  readonly defaults: AttributeProtos
}

export function readOpDef(reader: PbfReader): OpDefProto {
  let name = ''
  const inputs: ArgumentProto[] = []
  const outputs: ArgumentProto[] = []
  const defaults = new Map<string, AttributeProto>()
  within(reader, (field) => {
    if (field === 1) name = textOf(reader)
    else if (field === 2) inputs.push(readArgument(reader))
    else if (field === 3) outputs.push(readArgument(reader))
    else if (field === 4) readDefault(reader, defaults)
  })
  return { name, inputs, outputs, defaults }
}

function readArgument(reader: PbfReader): ArgumentProto {
  const argument = { name: '', dtype: 0, typeAttribute: '', numberAttribute: '', typeListAttribute: '' }
  within(reader, (field) => {
    if (field === 1) argument.name = textOf(reader)
    else if (field === 3) argument.dtype = reader.readVarint()
    else if (field === 4) argument.typeAttribute = textOf(reader)
    else if (field === 5) argument.numberAttribute = textOf(reader)
    else if (field === 6) argument.typeListAttribute = textOf(reader)
  })
  return argument
}

/** `AttrDef`: name in field 1, default value in field 3. */
function readDefault(reader: PbfReader, into: Map<string, AttributeProto>): void {
  let name = ''
  let value: AttributeProto | null = null
  within(reader, (field) => {
    if (field === 1) name = textOf(reader)
    else if (field === 3) value = readValue(reader)
  })
  if (value !== null) into.set(name, value)
}
