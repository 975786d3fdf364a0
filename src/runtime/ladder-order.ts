import type { RungId } from '../base/ladder.ts'
import type { DeviceProbe } from './device.ts'

interface Step {
  readonly id: RungId
  readonly state: DeviceProbe['state']
}

/** The order in which Automatic tries rungs: a software-emulated GPU is slower than Wasm and than plain JavaScript. */
const automaticOrder: readonly Step[] = [
  { id: 'webgpu', state: 'available' },
  { id: 'webgl', state: 'available' },
  { id: 'wasm', state: 'available' },
  { id: 'cpu', state: 'available' },
  { id: 'webgl', state: 'software' },
  { id: 'webgpu', state: 'software' },
]

/** The usable rungs, best first. */
export function rank(probes: ReadonlyMap<RungId, DeviceProbe>): readonly RungId[] {
  return automaticOrder.filter(({ id, state }) => probes.get(id)?.state === state).map(({ id }) => id)
}
