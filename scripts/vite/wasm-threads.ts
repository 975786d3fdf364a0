import type { Plugin } from 'vite'

const file = /tfjs-backend-wasm-threaded-simd\.js$/

/** Where the factory reads a variable of the scope around it, and what it comes to inside a worker. */
const replacements = [
  ['if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', ''],
  ['Module["mainScriptUrlOrBlob"]||_scriptDir', 'Module["mainScriptUrlOrBlob"]'],
] as const

/**
 * tfjs-backend-wasm starts its threads from the source text of a function (`factory.toString()`), so the function must
 * not read anything outside itself. It does, guarded by `typeof`; the minifier, which knows that the variable exists,
 * drops the guard, and every thread dies of a ReferenceError. This takes the reads out before minifying.
 */
export function wasmThreads(): Plugin {
  return {
    name: 'glassbox:wasm-threads',
    apply: 'build',
    transform: {
      filter: { id: file },
      handler(code) {
        return replacements.reduce((text, [from, to]) => {
          if (!text.includes(from)) this.error(`tfjs-backend-wasm has changed: ${from} is not in its threaded factory.`)
          return text.replace(from, to)
        }, code)
      },
    },
  }
}
