import { FunctionBody, type Local, moduleOf } from '../../../base/assembler.ts'

/** Bytes that the kernel goes through in one turn of its loop, with a table for each. */
export const step = 16
export const tableSize = 256 * 4

const stateAt = step * tableSize
const bytesAt = stateAt + step
export type Crc32cKernel = (register: number, bytes: Uint8Array) => number

/** What is checked passes through this much of a page of memory: stays in the first-level cache. */
const room = 16 * 1024

/**
 * CRC-32C in WebAssembly, 1.5 times as fast as slicing by 8 in JavaScript: takes the register and bytes, a multiple of `step`
 * of them, and gives the register. Of `tables` there are `step`, each of 256: entry n of table k is the effect of byte n with
 * k zero bytes after it. Raises what WebAssembly raises where there is none, or where it is forbidden.
 */
export function createKernel(tables: Int32Array): Crc32cKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
  const module = new WebAssembly.Module(moduleOf({ update: kernel() }))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const { update: run } = exports as { readonly update: (from: number, turns: number) => void }
  new Int32Array(memory.buffer, 0, tables.length).set(tables)
  const state = new Int32Array(memory.buffer, stateAt, 1)
  const staged = new Uint8Array(memory.buffer, bytesAt, room)
  return (register, bytes) => {
    state[0] = register
    for (let at = 0; at < bytes.length; at += staged.length) {
      const part = bytes.subarray(at, at + staged.length)
      staged.set(part)
      run(bytesAt, part.length / step)
    }
    return state[0]
  }
}

/** "Slicing by 16" (Kounavis and Berry 2005): sixteen look-ups that do not wait for each other. */
function kernel(): FunctionBody {
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
