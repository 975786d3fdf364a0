const preamble = 'var WasmBackendModuleThreadedSimd = '

/**
 * The script that tfjs gives to its threads is the text of a function, `factory.toString()`, cut out of the closure
 * that declared `_scriptDir`. The source asks `typeof _scriptDir` first; a minifier that knows the variable drops the
 * question and renames it, and every thread dies of a ReferenceError while the start waits for ever. So the variable
 * is declared beside the function. Its present name stands where the function falls back on it.
 */
export function declareScriptDir(script: string): string {
  const name = /mainScriptUrlOrBlob["'`]?\]?\s*\|\|\s*([\w$]+)/.exec(script)?.[1]
  return name === undefined ? script : `var ${name};${script}`
}

/** Runs `work` while scripts for threads are mended on their way into a Blob; tfjs offers no other place for it. */
export async function withThreadScripts<T>(work: () => Promise<T>): Promise<T> {
  const Original = globalThis.Blob
  globalThis.Blob = class extends Original {
    constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
      super(
        parts?.map((part) => (typeof part === 'string' && part.startsWith(preamble) ? declareScriptDir(part) : part)),
        options,
      )
    }
  }
  try {
    return await work()
  } finally {
    globalThis.Blob = Original
  }
}
