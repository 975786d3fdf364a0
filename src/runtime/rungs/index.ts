import type { Rung } from '../tfjs/devices/backend.ts'
import { cpu } from '../tfjs/devices/cpu/cpu.ts'
import { wasm } from '../tfjs/devices/wasm/wasm.ts'
import { webgl } from '../tfjs/devices/webgl/webgl.ts'
import { webgpu } from '../tfjs/devices/webgpu/webgpu.ts'

/** Best first; the order in which the ladder is shown. */
export const rungs: readonly Rung[] = [webgpu, webgl, wasm, cpu]
