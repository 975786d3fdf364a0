import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../run.mjs'

/** Loads the product's own modules in Node, through Vite. */
export async function loadProduct() {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
  })
  /** @param {string} path @returns {Promise<any>} */
  const load = (path) => server.ssrLoadModule(path)
  const [
    tree,
    formats,
    lowering,
    tfjsWrite,
    convert,
    runtime,
    npy,
    zip,
    zipDirectory,
    byteSource,
    limits,
    errors,
    evidence,
    outputs,
  ] = await Promise.all([
    load('/src/files/open-tree.ts'),
    load('/src/formats/index.ts'),
    load('/src/runtime/tfjs/lowering/index.ts'),
    load('/src/exporters/tfjs/index.ts'),
    load('/src/engine/convert.ts'),
    load('/src/runtime/index.ts'),
    load('/src/inputs/npy/parse.ts'),
    load('/src/files/zip.ts'),
    load('/src/files/zip-directory.ts'),
    load('/src/files/byte-source.ts'),
    load('/src/files/limits.ts'),
    load('/src/base/errors.ts'),
    load('/src/evidence/index.ts'),
    load('/src/outputs/index.ts'),
  ])
  /** @param {string} path of an `.npz` @returns {Promise<Map<string, Uint8Array<ArrayBuffer>>>} the `.npy` files in it */
  const membersOf = async (path) => {
    const source = byteSource.blobSource(new Blob([await readFile(path)]), path)
    const budget = new limits.Budget()
    const result = new Map()
    for (const entry of await zipDirectory.listZip(source, path)) {
      const member = zip.zipEntrySource(source, entry, path, budget)
      result.set(entry.name.replace(/\.npy$/, ''), await member.read(0, member.size))
    }
    return result
  }
  const wasmPaths = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/')
  return {
    ...tree,
    ...formats,
    ...lowering,
    ...tfjsWrite,
    ...convert,
    ...errors,
    ...evidence,
    ...outputs,
    createRuntime: () => runtime.createRuntime({ wasmPaths }),
    /** @param {string} path of an `.npz` @returns {Promise<Map<string, import('./compare.mjs').Values & { dtype: string }>>} */
    arrays: async (path) => {
      const members = await membersOf(path)
      const parsed = [...members].map(([name, bytes]) => {
        const { tensor, dtype } = npy.parseNpy(bytes, name)
        return /** @type {const} */ ([name, { dtype, shape: tensor.shape, data: tensor.data }])
      })
      return new Map(parsed)
    },
    members: membersOf,
    load,
    close: () => server.close(),
  }
}
