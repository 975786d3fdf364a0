import { openAsBlob } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { loadProduct } from '../../check/product.mjs'

/**
 * Converts a model with the product's own reader, optimiser and writer, like "Download as TensorFlow.js".
 * @param {readonly string[]} files of the model
 * @param {string} folder
 * @returns {Promise<readonly string[]>} the paths of `model.json` and its shards
 */
export async function writeTwin(files, folder) {
  await mkdir(folder, { recursive: true })
  const product = await loadProduct()
  try {
    const dropped = await Promise.all(
      files.map(async (path) => ({ path: basename(path), file: await openAsBlob(path) })),
    )
    const tree = await product.openTree(dropped, {})
    const { matches } = await product.findModels(tree)
    const source = await product.openModel(matches[0], tree, {})
    const { graph } = await source.toGraph(source.summary.signatures[0].name)
    const { graph: optimised } = await product.lower(graph, { optimise: true })
    const written = await product.writeTfjs(optimised, { precision: 'float32', generatedBy: '', labels: null })
    return await Promise.all(
      written.map(async (/** @type {{ name: string, content: Blob }} */ { name, content }) => {
        const path = join(folder, name)
        await writeFile(path, new Uint8Array(await content.arrayBuffer()))
        return path
      }),
    )
  } finally {
    await product.close()
  }
}
