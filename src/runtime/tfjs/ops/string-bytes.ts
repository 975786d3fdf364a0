import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { CustomOp, OpCall } from './op.ts'
import { bytesOf, given, numbersOf, textsOf } from './values.ts'

type Reader = readonly [bytes: number, read: (view: DataView, at: number, little: boolean) => number]

const readers: ReadonlyMap<string, Reader> = new Map([
  ['uint8', [1, (view, at) => view.getUint8(at)]],
  ['int8', [1, (view, at) => view.getInt8(at)]],
  ['bool', [1, (view, at) => view.getUint8(at)]],
  ['uint16', [2, (view, at, little) => view.getUint16(at, little)]],
  ['int16', [2, (view, at, little) => view.getInt16(at, little)]],
  ['int32', [4, (view, at, little) => view.getInt32(at, little)]],
  ['float32', [4, (view, at, little) => view.getFloat32(at, little)]],
])

/** The bytes of equally long strings as numbers, along a new axis. */
function decodeRaw({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const type = attributes.text('stored')
  const strings = bytesOf(tf, inputs[0])
  const reader = readers.get(type)
  if (reader === undefined) throw new EngineError('unknown-op', `Bytes cannot be decoded as ${type}.`)
  const [size, read] = reader
  const little = attributes.flag('little_endian', true)
  const width = Math.floor((strings[0]?.length ?? 0) / size)
  const other = strings.find(({ length }) => length !== width * size)
  if (other !== undefined)
    throw new EngineError('run-failed', `A text has ${other.length} bytes; all need ${width * size} here.`)
  const numbers = strings.flatMap((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Array.from({ length: width }, (_, i) => read(view, i * size, little))
  })
  return [tf.tensor(numbers, [...given(inputs[0]).shape, width], type === 'float32' ? 'float32' : 'int32')]
}

/** Joins texts along axes, in the order in which the axes are given. */
async function reduceJoin({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const { shape } = given(inputs[0])
  const rank = shape.length
  const axes = (await numbersOf(inputs[1])).map((axis) => (axis < 0 ? axis + rank : axis))
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const texts = textsOf(inputs[0])
  const sizes = [...kept, ...axes].map((axis) => shape[axis] ?? 1)
  const steps = [...kept, ...axes].map((axis) => sizeOf(shape.slice(axis + 1)))
  const ordered = Array.from({ length: texts.length }, (_, i) => {
    let [rest, at] = [i, 0]
    for (let k = sizes.length - 1; k >= 0; k--) {
      at += (rest % (sizes[k] ?? 1)) * (steps[k] ?? 0)
      rest = Math.floor(rest / (sizes[k] ?? 1))
    }
    return texts[at] ?? ''
  })
  const group = sizeOf(axes.map((axis) => shape[axis] ?? 1))
  const rows = sizeOf(kept.map((axis) => shape[axis] ?? 1))
  const separator = attributes.text('separator')
  const joined = Array.from({ length: rows }, (_, i) => ordered.slice(i * group, (i + 1) * group).join(separator))
  const target = attributes.flag('keep_dims')
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : kept.map((axis) => shape[axis] ?? 1)
  return [tf.tensor(joined, target, 'string')]
}

function encodeBase64({ tf, inputs, attributes }: OpCall): readonly Tensor[] {
  const texts = bytesOf(tf, inputs[0]).map((bytes) => {
    const code = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    const safe = code.replaceAll('+', '-').replaceAll('/', '_')
    return attributes.flag('pad') ? safe : safe.replace(/=+$/, '')
  })
  return [tf.tensor(texts, given(inputs[0]).shape, 'string')]
}

function decodeBase64({ tf, inputs }: OpCall): readonly Tensor[] {
  const strings = textsOf(inputs[0]).map((text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0)),
  )
  // tfjs's types allow texts only, but its tensors hold bytes.
  return [tf.tensor(strings as unknown as string[], given(inputs[0]).shape, 'string')]
}

export const stringByteOps: readonly CustomOp[] = [
  { op: 'DecodeRaw', asynchronous: false, execute: decodeRaw },
  { op: 'ReduceJoin', asynchronous: true, execute: reduceJoin },
  { op: 'EncodeBase64', asynchronous: false, execute: encodeBase64 },
  { op: 'DecodeBase64', asynchronous: false, execute: decodeBase64 },
]
