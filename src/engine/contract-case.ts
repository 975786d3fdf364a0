import type { DroppedFile } from '../base/drop.ts'
import { EngineError, messageOf } from '../base/errors.ts'
import type { InputBinding } from '../base/plan.ts'
import type { Engine, LoadedModel, LoadRequest } from './protocol.ts'

/** One case of the contract of every engine. */
export interface ContractCase {
  readonly name: string
  run(engine: Engine, fixture: Fixture): Promise<void>
}

/** Reads a file of the fixtures folder. */
export type Fixture = (path: string) => Promise<Blob>

export const matmul: readonly string[] = ['matmul_graph/model.json', 'matmul_graph/weights.bin']

/** Output of `matmul_graph` for the ramp input, as computed by TensorFlow.js 4.22 on its CPU backend. */
export const matmulOfRamp = [0.00289955, 0.00104561, 0.00883493, -0.000393553]

export async function files(fixture: Fixture, paths: readonly string[]): Promise<readonly DroppedFile[]> {
  return Promise.all(paths.map(async (path) => ({ path, file: await fixture(path) })))
}

export const plain: LoadRequest = {
  session: 'one',
  drop: 'a',
  candidate: matmul[0] ?? '',
  beside: [],
  backend: 'cpu',
  signature: null,
  optimise: true,
  lost: [],
}

export async function load(engine: Engine, fixture: Fixture, change: Partial<LoadRequest> = {}): Promise<LoadedModel> {
  const opened = await engine.call('open', { drop: 'a', files: await files(fixture, matmul) })
  const [model] = opened.models
  check(model !== undefined && opened.models.length === 1, `expected one model, found ${opened.models.length}`)
  return engine.call('load', { ...plain, candidate: model.id, ...change })
}

export const ramp = (input: string): InputBinding => ({
  input,
  source: { kind: 'fill', fill: 'ramp', seed: 1 },
  dims: {},
  settings: [],
})

export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

export function close(found: ArrayLike<number | string>, expected: readonly number[]): void {
  check(found.length === expected.length, `expected ${expected.length} values, found ${found.length}`)
  for (const [i, value] of expected.entries())
    check(Math.abs(Number(found[i]) - value) < 1e-6, `value ${i} is ${found[i]}, expected ${value}`)
}

export async function fails(promise: Promise<unknown>, code: string): Promise<EngineError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  check(error instanceof EngineError, `expected an EngineError ${code}, found ${messageOf(error)}`)
  check(error.code === code, `expected ${code}, found ${error.code}: ${error.message}`)
  return error
}
