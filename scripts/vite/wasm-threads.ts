import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const require = createRequire(import.meta.url)
const factory = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'
const thread = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js'

/** Where tfjs-backend-wasm creates Blobs for a thread's script and for the factory that the script imports. */
const blobs = [
  /const response = wasmWorkerContents[^;]*;[\s\S]*?return URL\.createObjectURL\(blob\);/,
  /factoryConfig\.mainScriptUrlOrBlob = new Blob\([\s\S]*?\}\);/,
] as const

/** Where a thread imports the factory that it was sent. */
const imports = /if\(typeof e\.data\.urlOrBlob=="string"\)\{[^}]*\}else\{[^}]*\}/

/**
 * Builds the Wasm backend's thread as a separate file that includes the factory. tfjs-backend-wasm starts threads from
 * object URLs, which would need `blob:` scripts in the Content-Security-Policy.
 */
export function wasmThreads(): Plugin {
  return {
    name: 'glassbox:wasm-threads',
    apply: 'build',
    transform: {
      filter: { id: /tfjs-backend-wasm\/dist\/backend_wasm\.js$/ },
      handler(code) {
        const without = (text: string, pattern: RegExp, replacement: string) => {
          if (!pattern.test(text)) this.error(`tfjs-backend-wasm has changed: ${pattern} matches nothing.`)
          return text.replace(pattern, replacement)
        }
        const { wasmWorkerContents } = require(thread) as { wasmWorkerContents: string }
        // As tfjs-backend-wasm does: the escape in a string of the script was lost when the script became one itself.
        const script = wasmWorkerContents.replaceAll('\n', '\\n')
        const file = this.emitFile({
          type: 'asset',
          name: 'tfjs-wasm-thread.js',
          source: `${readFileSync(require.resolve(factory), 'utf8')}\n${without(script, imports, '')}`,
        })
        const [ofThread, ofFactory] = blobs
        return without(without(code, ofThread, `return import.meta.ROLLUP_FILE_URL_${file};`), ofFactory, '')
      },
    },
  }
}
