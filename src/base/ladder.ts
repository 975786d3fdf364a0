interface RungRow {
  readonly label: string
  /** Work is submitted to a process of its own, which the browser may lose and start again. */
  readonly gpu: boolean
}

/** The rungs of the backend ladder, best first. `src/runtime/rungs.ts` says what runs on each. */
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
