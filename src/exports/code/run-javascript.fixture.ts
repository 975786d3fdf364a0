import * as tf from '@tensorflow/tfjs'
import Papa from 'papaparse'

export interface Logged {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: readonly (number | string)[]
}

/** A picture as `createImageBitmap` would give it here: what `tf.browser.fromPixels` takes outside a browser. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** RGBA. */
  readonly data: Uint8Array
}

/**
 * Runs generated JavaScript as it stands, but for its imports, against TensorFlow.js: files by URL, pictures already decoded.
 * Returns what it prints.
 */
export async function runJavascript(code: string, files: Readonly<Record<string, string | Uint8Array | Pixels>>): Promise<readonly Logged[]> {
  await tf.setBackend('cpu')
  const body = code.replace(/^import .*$/gm, '')
  const fetch = async (url: string) => ({
    ok: Object.hasOwn(files, url),
    status: 404,
    blob: async () => {
      const file = files[url]
      return typeof file === 'string' || file instanceof Uint8Array ? new Blob([file as BlobPart]) : file
    },
  })
  const logged: Logged[] = []
  const console = { log: (name: string, shape: number[], values: ArrayLike<number | string>) => logged.push({ name, shape, values: Array.from(values) }) }
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor
  await new AsyncFunction('tf', 'Papa', 'fetch', 'createImageBitmap', 'console', body)(tf, Papa, fetch, async (pixels: unknown) => pixels, console)
  return logged
}

/** Makes a model loadable at a URL: `identity` passes its inputs on, so that what is printed is what was prepared. */
export async function serveIdentity(url: string, inputs: readonly { readonly name: string; readonly dtype: 'float32' | 'int32'; readonly shape: readonly number[] }[]): Promise<void> {
  const symbols = inputs.map(({ name, dtype, shape }) => tf.input({ name, dtype, shape: shape.slice(1) }))
  const outputs = symbols.map((symbol) => tf.layers.activation({ activation: 'linear' }).apply(symbol) as tf.SymbolicTensor)
  const model = tf.model({ inputs: symbols, outputs })
  await serve(url, model)
}

export async function serve(url: string, model: tf.LayersModel): Promise<void> {
  let saved: tf.io.ModelArtifacts | null = null
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
    }),
  )
  tf.io.registerLoadRouter((asked) => (asked === url && saved !== null ? tf.io.fromMemory(saved) : (null as unknown as tf.io.IOHandler)))
}
