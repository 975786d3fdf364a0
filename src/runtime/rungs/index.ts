import { cpu } from './cpu.ts'
import type { Rung } from './rung.ts'
import { wasm } from './wasm.ts'
import { webgl } from './webgl.ts'
import { webgpu } from './webgpu.ts'

/** Best first; the order in which the ladder is shown. */
export const rungs: readonly Rung[] = [webgpu, webgl, wasm, cpu]
