import { createEngine } from '../../src/engine/client.ts'
import type { Fixture } from '../../src/engine/contract-case.ts'
import { contract } from '../../src/engine/contract-suite.ts'
import { streams } from '../../src/engine/stream-suite.ts'
import { workerLink } from '../../src/engine/worker-link.ts'

/** Runs both suites, each case in its own worker, and writes one list item per case. */
const list = document.querySelector('#cases')

const fixture: Fixture = async (path) => (await fetch(new URL(`fixtures/${path}`, document.baseURI))).blob()

async function report(name: string, outcome: Promise<void>): Promise<void> {
  const item = document.createElement('li')
  item.textContent = await outcome.then(
    () => `ok: ${name}`,
    (error: unknown) => `${String(error)}: ${name}`,
  )
  list?.append(item)
}

for (const { name, run } of contract) {
  const engine = createEngine(workerLink)
  await report(name, run(engine, fixture))
  engine.terminate()
}
for (const { name, run } of streams) {
  const start = (worker: string) =>
    new Worker(new URL('./stream-worker.ts', import.meta.url), { type: 'module', name: worker })
  const link = workerLink(start)
  await report(name, run(link))
  link.close()
}
document.body.dataset.state = 'done'
