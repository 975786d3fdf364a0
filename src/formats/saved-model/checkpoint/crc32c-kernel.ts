import { FunctionBody, type Local, moduleOf } from '../../../base/assembler.ts'

/** Bytes per iteration of the table loop, with one table for each byte. */
export const step = 16
const tableSize = 256 * 4

/**
 * x^(8·5424) = x^(8·4146) + x^(8·3859) + 1 modulo the CRC-32C polynomial (0x1EDC6F41). Found by search: among the
 * shortest byte-aligned relations whose distances give stores time to reach the cache. A byte contributes as much as
 * the same byte added at both of these distances further on.
 */
const distances = [5424 - 4146, 5424 - 3859, 5424] as const
const reach = 5424
/** Bytes per iteration of the folding loop. */
const fold = 64

/** Data is checked in pieces of this size within one memory page, so that it stays in the L1 cache. */
const room = 16 * 1024

const stateAt = step * tableSize
const historyAt = stateAt + step
const bytesAt = historyAt + reach
const endAt = bytesAt + room

export type Crc32cKernel = (register: number, bytes: Uint8Array) => number

/**
 * CRC-32C in WebAssembly: takes the register and bytes (a multiple of `step`), returns the register. There are `step`
 * tables of 256 entries: entry n of table k is the effect of byte n followed by k zero bytes. Raises what WebAssembly
 * raises if it, or its SIMD, is missing or forbidden.
 * All but the end of long inputs is folded without tables: each byte is added to the bytes at `distances` after it,
 * which preserves the remainder ("Chorba", Russell 2024, arXiv:2412.16398, with a relation for this polynomial).
 */
export function createKernel(tables: Int32Array): Crc32cKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
  const module = new WebAssembly.Module(moduleOf({ lookUp: lookingUp(), fold: folding() }))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const run = exports as {
    readonly lookUp: (at: number, turns: number) => void
    readonly fold: (at: number, behind: number, turns: number) => void
  }
  const all = new Uint8Array(memory.buffer)
  const words = new Int32Array(memory.buffer)
  words.set(tables)

  function lookUp(register: number, bytes: Uint8Array): number {
    words[stateAt / 4] = register
    for (let at = 0; at < bytes.length; at += room) {
      const part = bytes.subarray(at, at + room)
      all.set(part, bytesAt)
      run.lookUp(bytesAt, part.length / step)
    }
    return words[stateAt / 4] as number
  }

  return (register, bytes) => {
    if (bytes.length < 2 * reach) return lookUp(register, bytes)
    const folded = bytes.length - reach - ((bytes.length - reach) % fold)
    all.fill(0, historyAt, bytesAt)
    for (let at = 0; at < folded; at += room) {
      const part = bytes.subarray(at, Math.min(at + room, folded))
      all.set(part, bytesAt)
      if (at === 0) words[bytesAt / 4] = (words[bytesAt / 4] as number) ^ register
      run.fold(bytesAt, bytesAt, part.length / fold)
      all.copyWithin(historyAt, historyAt + part.length, bytesAt + part.length)
    }
    const rest = bytes.subarray(folded)
    all.fill(0, bytesAt, endAt)
    all.set(rest, endAt)
    run.fold(endAt, bytesAt, Math.ceil(rest.length / fold))
    words[stateAt / 4] = 0
    run.lookUp(endAt, rest.length / step)
    return words[stateAt / 4] as number
  }
}

/** Adds the bytes at both distances before one position to the bytes at that position. */
function folding(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32', 'i32'])
  const [at, behind, turns] = f.parameterLocals() as [Local, Local, Local]
  const [nearest, nearer, farthest] = f.locals(3, 'i32') as [Local, Local, Local]
  const before = [nearest, nearer, farthest]
  for (const [i, distance] of distances.entries())
    f.get(behind)
      .i32(distance)
      .do('i32Sub')
      .set(before[i] as Local)
  const forward = (local: Local) => f.get(local).i32(fold).do('i32Add').set(local)
  f.repeat(
    () => {
      for (let offset = 0; offset < fold; offset += 16) {
        f.get(at).get(at).load(offset)
        for (const local of before) f.get(local).load(offset).do('v128Xor')
        f.store(4, offset)
      }
      for (const local of [at, ...before]) forward(local)
      f.get(turns).i32(1).do('i32Sub').set(turns)
    },
    () => f.get(turns),
  )
  return f
}

/** "Slicing by 16" (Kounavis and Berry 2005): sixteen independent look-ups. */
function lookingUp(): FunctionBody {
  const f = new FunctionBody(['i32', 'i32'])
  const [at, turns] = f.parameterLocals() as [Local, Local]
  const [register, word] = f.locals(2, 'i32') as [Local, Local]
  const lookUp = (byte: number, table: number) => {
    f.get(word)
    if (byte === 0) f.i32(2).do('i32ShiftLeft')
    else f.i32(8 * byte - 2).do('i32ShiftRight')
    f.i32(0x3fc)
      .do('i32And')
      .loadInteger(table * tableSize)
  }
  f.i32(stateAt).loadInteger(0).set(register)
  f.repeat(
    () => {
      for (let start = 0; start < step; start += 4) {
        f.get(at).loadInteger(start)
        if (start === 0) f.get(register).do('i32Xor')
        f.set(word)
        for (let byte = 0; byte < 4; byte++) {
          lookUp(byte, step - 1 - start - byte)
          if (start + byte > 0) f.do('i32Xor')
        }
      }
      f.set(register)
      f.get(at).i32(step).do('i32Add').set(at)
      f.get(turns).i32(1).do('i32Sub').set(turns)
    },
    () => f.get(turns),
  )
  f.i32(stateAt).get(register).storeInteger(0)
  return f
}
