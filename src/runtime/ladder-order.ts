import type { RungId } from '../base/ladder.ts'
import type { DeviceProbe } from './device.ts'

/**
 * The usable rungs in the order in which Automatic tries them: hardware in the ladder's order, then software-emulated GPUs, which
 * are slower than Wasm and than plain JavaScript, from the bottom. `probes` has the ladder's order.
 */
export function rank(probes: ReadonlyMap<RungId, DeviceProbe>): readonly RungId[] {
  const inState = (state: DeviceProbe['state']) => [...probes].filter(([, probe]) => probe.state === state)
  return [...inState('available'), ...inState('software').reverse()].map(([id]) => id)
}
