import { parseArgs } from 'node:util'
import { ensureInstalled } from '../install.mjs'
import { sum } from './counts.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' } } })

await ensureInstalled()
const { steps } = await import('./steps.mjs')

const names = steps.map(({ name }) => name)
const only = values.only?.split(',') ?? names
const unknown = only.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are: ${names.join(', ')}.`)
  process.exit(1)
}

/** @type {import('./counts.mjs').Counts[]} */
const counts = []
const started = performance.now()
for (const { name, run } of steps.filter((step) => only.includes(step.name))) {
  console.log(`\n── ${name}`)
  const start = performance.now()
  const outcome = await run().catch((error) => {
    console.error(error instanceof Error ? error.message : error)
    return { code: 1, counts: null }
  })
  if (outcome.counts) counts.push(outcome.counts)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`── ${name}: ${outcome.code === 0 ? 'passed' : 'FAILED'}, ${seconds} s`)
  if (outcome.code === 0) continue
  // A failed check without test counts adds one failure, so that the last line never looks like success.
  if ((outcome.counts?.failed ?? 0) === 0) counts.push({ passed: 0, failed: 1, skipped: 0 })
  process.exitCode = 1
  break
}

const total = sum(counts)
console.log(`\nAll in ${((performance.now() - started) / 1000).toFixed(1)} s`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
