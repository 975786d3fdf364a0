import type { RuntimeEnvironment } from './environment.ts'
import type { Loss } from './loss.ts'

/** Hardware, or a virtual machine of the browser, as one executor uses it. */
export interface Device {
  /** Cheap: asks the browser, imports no package. Never rejects. */
  probe(environment: RuntimeEnvironment): Promise<DeviceProbe>
  /** The ops among `operations` for which it has no kernel, sorted. Imports the kernels, starts nothing. */
  lacking(operations: ReadonlyMap<string, number>): Promise<readonly string[]>
  /**
   * Starts it and has it compute a small known result. Rejects with the true cause when it refuses; raises
   * `backend-wrong` when it computes wrongly. Nothing is left running then.
   */
  start(context: StartContext): Promise<RunningDevice>
}

export interface DeviceProbe {
  /** `available`: the browser offers it, and nothing has been tried. */
  readonly state: 'available' | 'software' | 'unavailable'
  /** In words, without a full stop. */
  readonly reason: string
  /** As the device names itself; empty when there is none. */
  readonly device: string
}

/** Where the three binaries of the Wasm backend are: a prefix, or a map from their names to URLs. */
export type WasmPaths = string | Readonly<Record<string, string>>

export interface StartContext {
  readonly environment: RuntimeEnvironment
  readonly wasmPaths: WasmPaths
}

/** A device that has passed its self-test. */
export interface RunningDevice {
  /** What is particular: `SIMD, 2 threads`. Empty when there is nothing to say. */
  readonly note: string
  /** Duration of the self-test, ms. */
  readonly testMs: number
  readonly loss: Loss
  /** Frees the device; no session uses it any more. */
  stop(): Promise<void>
}
