import type { RuntimeEnvironment } from './environment.ts'
import type { Loss } from './loss.ts'

/** Hardware, or a virtual machine in the browser, as used by one executor. */
export interface Device {
  /** Cheap: queries the browser, imports no package. Never rejects. */
  probe(environment: RuntimeEnvironment): Promise<DeviceProbe>
  /** The ops among `operations` that have no kernel on this device, sorted. Imports the kernels, starts nothing. */
  lacking(operations: ReadonlyMap<string, number>): Promise<readonly string[]>
  /**
   * Starts the device and runs a small computation with a known result. Rejects with the underlying cause if starting
   * fails; raises `backend-wrong` if the result is wrong. Leaves nothing running on failure.
   */
  start(context: StartContext): Promise<RunningDevice>
}

export interface DeviceProbe {
  /** `available`: the browser offers the device, but it has not been started. */
  readonly state: 'available' | 'software' | 'unavailable'
  /** A phrase without a full stop. */
  readonly reason: string
  /** The device's own name; empty if it has none. */
  readonly device: string
}

/** Location of the Wasm backend's three binaries: a URL prefix, or a map from file names to URLs. */
export type WasmPaths = string | Readonly<Record<string, string>>

export interface StartContext {
  readonly environment: RuntimeEnvironment
  readonly wasmPaths: WasmPaths
}

/** A device that has passed its self-test. */
export interface RunningDevice {
  /** Details such as `SIMD, 2 threads`; may be empty. */
  readonly note: string
  /** Duration of the self-test, ms. */
  readonly testMs: number
  readonly loss: Loss
  /** Bytes of freed memory that the device can never give back while its worker lives. */
  spare(): number
  /** Frees the device. Call it when no session uses the device any more. */
  stop(): Promise<void>
}
