import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'
import { createRuntime } from '../runtime/index.ts'
import { createEngine } from './client.ts'
import { contract } from './contract-suite.ts'
import { createHost } from './host.ts'
import { inProcessLink } from './in-process.ts'
import { streamHost, streams } from './stream-suite.ts'

const wasmPaths = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url))
const fixtures = new URL('../formats/fixtures/', import.meta.url)

describe('the engine in-process', () => {
  for (const { name, run } of contract) {
    it(name, async () => {
      const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths }))))
      await run(engine, async (path) => new Blob([await readFile(new URL(path, fixtures))]))
      engine.terminate()
    })
  }
})

describe('an in-process link', () => {
  for (const { name, run } of streams) {
    it(name, async () => {
      const link = inProcessLink(streamHost)
      await run(link)
      link.close()
    })
  }
})
