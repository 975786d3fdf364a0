import type { RungId } from '../base/ladder.ts'
import type { RungProbe } from './tfjs/devices/backend.ts'

interface Step {
  readonly id: RungId
  readonly state: RungProbe['state']
}

/** The order in which Automatic tries: a GPU that is emulated in software is slower than Wasm and than plain JavaScript. */
const automaticOrder: readonly Step[] = [
  { id: 'webgpu', state: 'ready' },
  { id: 'webgl', state: 'ready' },
  { id: 'wasm', state: 'ready' },
  { id: 'cpu', state: 'ready' },
  { id: 'webgl', state: 'software' },
  { id: 'webgpu', state: 'software' },
]

/** The usable rungs, best first. */
export function rank(probes: ReadonlyMap<RungId, RungProbe>): readonly RungId[] {
  return automaticOrder.filter(({ id, state }) => probes.get(id)?.state === state).map(({ id }) => id)
}
