import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { sizeOf } from '../../base/tensor.ts'
import { plainBrowser, wasmPaths } from '../../runtime/fixtures/runtime.ts'
import { createRuntime } from '../../runtime/index.ts'
import { createEngine } from '../client.ts'
import { plain } from '../fixtures.ts'
import { createHost } from '../host.ts'
import { inProcessLink } from '../in-process.ts'

const samples = fileURLToPath(new URL('../../../public/samples/', import.meta.url))
const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths, environment: plainBrowser }))))
afterAll(() => engine.terminate())

async function inspected(sample: string) {
  const entries = await readdir(samples + sample, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(samples + sample, join(parentPath, name)))
  const files = await Promise.all(
    paths.map(async (path) => ({ path, file: new Blob([await readFile(`${samples}${sample}/${path}`)]) })),
  )
  const { models } = await engine.call('open', { drop: sample, files })
  const request = { ...plain, drop: sample, candidate: models[0]?.id ?? '' }
  const loaded = await engine.call('load', request)
  const { session } = plain
  const inspection = await engine.call('inspect', { session })
  return { loaded, inspection, changes: await engine.call('inspectPasses', { session }) }
}

it.each(await readdir(samples))('%s: every node as run says what it was made from', async (sample) => {
  const { loaded, inspection, changes } = await inspected(sample)
  const { groups, read, run } = inspection
  const { optimisation, summary } = loaded
  const operations = (nodes: typeof read | typeof run) => nodes.filter(({ op }) => op !== 'Placeholder').length
  expect(operations(read)).toBe(optimisation.before)
  expect(operations(run)).toBe(optimisation.after)
  expect(run.filter(({ from }) => from.length === 0)).toEqual([])
  for (const [i, { run: target }] of read.entries()) if (target !== null) expect(run[target]?.from).toContain(i)
  expect(changes).toHaveLength(read.length)
  for (const [i, pass] of changes.entries())
    if (pass !== null) expect(optimisation.passes[pass]).toBeDefined()
    else expect(run[read[i]?.run ?? -1]?.op).toBe(read[i]?.op)
  for (const { group } of [...read, ...run]) expect(groups[group]).toBeDefined()
  const weights = read.flatMap((node) => node.weights)
  const parameters = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  // Two of the four vectors of a batch normalisation are folded into the others where the file is read.
  if (read.some(({ weights: [weight] }) => weight?.node.endsWith('/factor') === true))
    expect(parameters).toBeLessThan(summary.parameters)
  else expect(parameters).toBe(summary.parameters)
})
