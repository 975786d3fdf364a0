import { createEngine } from '../../src/engine/client.ts'
import { contract, type Fixture } from '../../src/engine/contract-suite.ts'
import { workerLink } from '../../src/engine/worker-link.ts'

/** Runs the contract suite, each case in a worker of its own, and writes one list item a case. */
const list = document.querySelector('#cases')

const fixture: Fixture = async (path) => (await fetch(new URL(`fixtures/${path}`, document.baseURI))).blob()

for (const { name, run } of contract) {
  const engine = createEngine(workerLink)
  const outcome = await run(engine, fixture).then(
    () => 'ok',
    (error: unknown) => String(error),
  )
  engine.terminate()
  const item = document.createElement('li')
  item.textContent = `${outcome}: ${name}`
  list?.append(item)
}
document.body.dataset.state = 'done'
