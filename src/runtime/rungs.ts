import { type RungId, rungIds } from '../base/ladder.ts'
import type { Device } from './device.ts'
import type { Executor } from './executor.ts'
import { cpu } from './tfjs/devices/cpu/cpu.ts'
import { deviceOf } from './tfjs/devices/device.ts'
import { wasm } from './tfjs/devices/wasm/wasm.ts'
import { webgl } from './tfjs/devices/webgl/webgl.ts'
import { webgpu } from './tfjs/devices/webgpu/webgpu.ts'
import { tfjs } from './tfjs/executor.ts'

/** A device, and the executor that runs graphs on it. */
export interface Rung {
  readonly id: RungId
  readonly device: Device
  readonly executor: Executor
}

const runners: { readonly [Id in RungId]: Omit<Rung, 'id'> } = {
  webgpu: { device: deviceOf(webgpu), executor: tfjs },
  webgl: { device: deviceOf(webgl), executor: tfjs },
  wasm: { device: deviceOf(wasm), executor: tfjs },
  cpu: { device: deviceOf(cpu), executor: tfjs },
}

/** Best first, which is also the display order. */
export const rungs: readonly Rung[] = rungIds.map((id) => ({ id, ...runners[id] }))
