import type { PbfReader } from 'pbf'
import { type AttributeProto, type AttributeProtos, readValue } from './attributes.ts'
import { textOf, within } from './message.ts'

/** `ArgDef`: a name for one value, or for as many as an attribute says. */
export interface ArgumentProto {
  readonly name: string
  /** `DataType`; 0 if an attribute holds it. */
  readonly dtype: number
  readonly typeAttribute: string
  /** The attribute that holds the number of values. */
  readonly numberAttribute: string
  /** The attribute that holds the list of their types. */
  readonly typeListAttribute: string
}

/** `OpDef`: an op, or a function's signature. */
export interface OpDefProto {
  readonly name: string
  readonly inputs: readonly ArgumentProto[]
  readonly outputs: readonly ArgumentProto[]
  readonly defaults: AttributeProtos
}

export function readOpDef(reader: PbfReader): OpDefProto {
  return within(reader, opDefField, { name: '', inputs: [], outputs: [], defaults: new Map() })
}

interface OpDefDraft {
  name: string
  readonly inputs: ArgumentProto[]
  readonly outputs: ArgumentProto[]
  readonly defaults: Map<string, AttributeProto>
}

function opDefField(field: number, op: OpDefDraft, reader: PbfReader): void {
  if (field === 1) op.name = textOf(reader)
  else if (field === 2) op.inputs.push(readArgument(reader))
  else if (field === 3) op.outputs.push(readArgument(reader))
  else if (field === 4) {
    const { name, value } = within(reader, defaultField, { name: '', value: null })
    if (value !== null) op.defaults.set(name, value)
  }
}

function readArgument(reader: PbfReader): ArgumentProto {
  const argument = { name: '', dtype: 0, typeAttribute: '', numberAttribute: '', typeListAttribute: '' }
  return within(reader, argumentField, argument)
}

type ArgumentDraft = { -readonly [K in keyof ArgumentProto]: ArgumentProto[K] }

function argumentField(field: number, argument: ArgumentDraft, reader: PbfReader): void {
  if (field === 1) argument.name = textOf(reader)
  else if (field === 3) argument.dtype = reader.readVarint()
  else if (field === 4) argument.typeAttribute = textOf(reader)
  else if (field === 5) argument.numberAttribute = textOf(reader)
  else if (field === 6) argument.typeListAttribute = textOf(reader)
}

interface DefaultDraft {
  name: string
  value: AttributeProto | null
}

/** `AttrDef`: name in field 1, default value in field 3. */
function defaultField(field: number, into: DefaultDraft, reader: PbfReader): void {
  if (field === 1) into.name = textOf(reader)
  else if (field === 3) into.value = readValue(reader)
}
