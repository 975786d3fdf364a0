import { describe, expect, it } from 'vitest'
import { type RungId, rungIds, rungRows } from '../base/ladder.ts'
import { float, graphOf } from '../graph/passes/fixtures/build.ts'
import type { Session } from '../runtime/contract.ts'
import type { Device } from '../runtime/device.ts'
import type { Executor } from '../runtime/executor.ts'
import { plainBrowser, wasmPaths } from '../runtime/fixtures/runtime.ts'
import { createRuntime } from '../runtime/index.ts'
import { deviceLost, Loss } from '../runtime/loss.ts'
import { rungs } from '../runtime/rungs.ts'
import { withEntry, withRow } from './fixtures/with-row.ts'

const id = 'made-up' as RungId

const device: Device = {
  probe: async () => ({ state: 'available', reason: 'it is made up', device: 'abacus' }),
  lacking: async () => [],
  start: async () => ({
    note: '10 beads',
    testMs: 1,
    spare: () => 0,
    loss: new Loss(deviceLost('Abacus')),
    stop: async () => undefined,
  }),
}

const executor: Executor = {
  id: 'made-up',
  fetch: async () => undefined,
  lower: async (graph) => ({ graph, report: { enabled: false, before: 1, after: 1, passes: [], ms: 0 } }),
  plan: async () => ({
    operations: new Map([['Neg', 1]]),
    load: async () => ({ session: { rung: id } as Session, weightsMs: 0, details: [], warnings: [] }),
  }),
}

it('every rung of the ladder runs something', () => expect(rungs.map((rung) => rung.id)).toEqual(rungIds))

describe('one row is enough for', () => {
  it('a rung with a device and an executor of its own: tried, started, reported', async () => {
    const graph = graphOf([2], (b, x) => b.op('Neg', [x], float))
    await withEntry(rungRows, id, { label: 'Abacus', gpu: false }, () =>
      withRow(rungs, { id, device, executor }, 0, async () => {
        const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
        for (const backend of ['auto', id] as const) {
          const { session, ladder } = await runtime.start(graph, { backend, lost: [], optimise: true })
          expect(session.rung).toBe(id)
          expect(ladder[0]).toEqual({
            id,
            state: 'in-use',
            reason: '10 beads; self-test passed in 1.0 ms',
            device: 'abacus',
          })
        }
      }),
    )
  })
})
