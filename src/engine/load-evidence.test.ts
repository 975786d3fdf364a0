import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'
import { createRuntime } from '../runtime/index.ts'
import { createEngine } from './client.ts'
import { plain } from './fixtures.ts'
import { createHost } from './host.ts'
import { inProcessLink } from './in-process.ts'

vi.mock('../evidence/index.ts', async (original) => ({
  ...(await original<typeof import('../evidence/index.ts')>()),
  evidenceIn: () => Promise.reject(new TypeError('no such reader')),
}))

it('a failed analysis of the inputs is a warning, and the model loads', async () => {
  const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths: '' }))))
  const folder = new URL('../formats/fixtures/matmul_graph/', import.meta.url)
  const file = async (path: string) => ({ path, file: new Blob([await readFile(new URL(path, folder))]) })
  await engine.call('open', { drop: 'a', files: [await file('model.json'), await file('weights.bin')] })
  const loaded = await engine.call('load', { ...plain, candidate: 'model.json', backend: 'cpu' })
  expect(loaded.warnings).toEqual([expect.stringContaining('no such reader')])
  engine.terminate()
})
