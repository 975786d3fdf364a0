interface RungRow {
  readonly label: string
  /** True if work runs in a separate GPU process that the browser may lose and restart. */
  readonly gpu: boolean
}

/** The rungs of the backend ladder, best first. `src/runtime/rungs.ts` implements them. */
export const rungRows = {
  webgpu: { label: 'WebGPU', gpu: true },
  webgl: { label: 'WebGL', gpu: true },
  wasm: { label: 'Wasm', gpu: false },
  cpu: { label: 'CPU', gpu: false },
} as const satisfies Readonly<Record<string, RungRow>>

export type RungId = keyof typeof rungRows

export const rungIds = Object.keys(rungRows) as readonly RungId[]

export type BackendChoice = 'auto' | RungId

export const rungLabels = Object.fromEntries(rungIds.map((id) => [id, rungRows[id].label])) as Readonly<
  Record<RungId, string>
>

/**
 * `in-use`: the model runs on it. `ready`: passed its self-test. `available`: offered by the browser, not tried yet.
 * `software`: works, but is emulated on the CPU and ranked below Wasm. `no-kernel`: works, but lacks a kernel that the
 * model needs. `unavailable`: missing from the browser or device. `failed`: did not start, computed wrong results or
 * was lost. `unknown`: not probed yet.
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
  /** The reason for the state, for the page: `no adapter: the browser has WebGPU switched off`. */
  readonly reason: string
  /** Name of the adapter or renderer as reported by the device; empty if there is none. */
  readonly device: string
}

export type LadderReport = readonly RungReport[]
