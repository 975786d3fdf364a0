import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Arithmetic } from '../../../base/arithmetic.ts'
import type { RungId } from '../../../base/ladder.ts'
import type { Device, StartContext } from '../../device.ts'
import type { Loss } from '../../loss.ts'
import type { Core } from '../packages.ts'

/** A backend of TensorFlow.js. `deviceOf` makes it a device of the ladder. */
export interface Backend {
  readonly id: RungId
  readonly probe: Device['probe']
  /** Imports the backend's package, which registers its kernels; makes no backend. */
  load(): Promise<void>
  /** Makes the backend itself: tfjs's own `setBackend` hides the cause of a failure. Rejects with that cause. */
  start(context: BackendContext): Promise<RunningBackend>
}

export interface BackendContext extends StartContext {
  readonly tf: Core
}

/** Compiles the programs of a GPU backend in parallel instead of one by one during the first run. */
export interface Compiler {
  /** While this flag is set, kernels are compiled and not run. */
  readonly flag: string
  /** Names of the programs compiled so far. */
  programs(): readonly string[]
  /** Waits for all programs. Raises what the driver says of one that does not compile. */
  finish(): Promise<void>
  /** Forgets programs that are not ready, so that the first run compiles them itself. */
  abandon(programs: readonly string[]): void
}

type Write = (values: Float32Array, arithmetic: Arithmetic) => void

/** A backend that has been made. */
export interface RunningBackend {
  readonly backend: KernelBackend
  /** What is particular: `SIMD, 2 threads`. Empty when there is nothing to say. */
  readonly note: string
  readonly loss: Loss
  /** Bytes of tensors on the backend; `null` where the backend does not count them. */
  memory(): number | null
  /** Looks whether the device is still there, before a result is believed; tells `loss` when it is not. */
  look(): void
  /** Waits a moment for the news of a loss that may be the cause of an error. */
  settle(): Promise<void>
  /** Judges an error of a run: one after which the backend cannot go on is told to `loss`. */
  readonly failed?: (error: unknown) => void
  /** Errors that the device reported aside since the last call; a load or a run with any of them is not to be believed. */
  faults(): readonly string[]
  /** Waits until the device has done what it was given, so that `faults` is complete. */
  readonly flush?: () => Promise<void>
  /**
   * Told of every weight, a tensor that stays as it is until it is disposed of: a device that is better filled at once
   * gets it, kernels may keep a packed form of it. `null` where there is nothing to do.
   */
  readonly adopt: ((dataId: object, size: number) => void) | null
  /**
   * For a backend with a memory of its own: a float32 tensor of this shape, of which `write` fills the values where they lie,
   * at once, with the arithmetic of that memory. Raises what `write` raises. `null` where the backend keeps the arrays that
   * tensors are made of.
   */
  readonly place: ((shape: readonly number[], write: Write) => TensorInfo) | null
  readonly compiler: Compiler | null
  /** Frees what tfjs's own `dispose` of the backend leaves behind. */
  dispose(): void
}
