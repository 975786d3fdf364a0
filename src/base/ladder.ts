/** The rungs of the backend ladder, best first. */
export const rungIds = ['webgpu', 'webgl', 'wasm', 'cpu'] as const

export type RungId = (typeof rungIds)[number]

export type BackendChoice = 'auto' | RungId

export const rungLabels: Readonly<Record<RungId, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'Wasm',
  cpu: 'CPU',
}

/**
 * `in-use` the model runs here; `ready` passed its self-test; `available` the browser offers it, and nothing has been tried;
 * `software` works, but emulated on the CPU and so put below Wasm; `no-kernel` works, but lacks a kernel of the model at
 * hand; `unavailable` the browser or device has none; `failed` does not start, computes wrongly or was lost; `unknown` not
 * probed yet.
 */
export type RungState =
  | 'in-use'
  | 'ready'
  | 'available'
  | 'software'
  | 'no-kernel'
  | 'unavailable'
  | 'failed'
  | 'unknown'

export interface RungReport {
  readonly id: RungId
  readonly state: RungState
  /** Why, in words a person understands: `no adapter: the browser has WebGPU switched off`. */
  readonly reason: string
  /** Adapter or renderer as the device names itself; empty when there is none. */
  readonly device: string
}

export type LadderReport = readonly RungReport[]
