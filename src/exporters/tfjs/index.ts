import type { OnProgress } from '../../base/progress.ts'
import type { Graph } from '../../graph/graph.ts'
import { toGraphDef } from '../../graph/graph-def.ts'
import { keepListItems } from './list-items.ts'
import { type Precision, writeWeights } from './weights.ts'

export type { Precision } from './weights.ts'

export interface WriteOptions {
  readonly precision: Precision
  /** The program that trained or saved the model, as stated in its file. */
  readonly generatedBy: string
  /** Class names, for `userDefinedMetadata`. */
  readonly labels: readonly string[] | null
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

export interface WrittenFile {
  readonly name: string
  readonly content: Blob
}

/**
 * Writes a graph as a TensorFlow.js graph model: `model.json` and shards for `tf.loadGraphModel`. The caller has
 * checked that TensorFlow.js supports every op. Raises what `Constant.read` raises, `cancelled`.
 */
export async function writeTfjs(
  graph: Graph,
  { precision, generatedBy, labels, signal, onProgress }: WriteOptions,
): Promise<readonly WrittenFile[]> {
  const { modelTopology, signature, modelInitializer, constants } = toGraphDef(keepListItems(graph))
  const total = [...constants.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  const { entries, shards } = await writeWeights(constants, precision, signal, (bytes) => {
    done += bytes
    onProgress?.({ stage: 'weights', done, total, note: 'writing the weights' })
  })
  const paths = shards.map((_, i) => `group1-shard${i + 1}of${shards.length}.bin`)
  const json = {
    format: 'graph-model',
    generatedBy,
    convertedBy: 'Glassbox',
    signature,
    modelTopology,
    ...(modelInitializer === null ? {} : { modelInitializer }),
    ...(labels === null ? {} : { userDefinedMetadata: { labels } }),
    weightsManifest: [{ paths, weights: entries }],
  }
  return [
    { name: 'model.json', content: new Blob([JSON.stringify(json)], { type: 'application/json' }) },
    ...shards.map((content, i) => ({ name: paths[i] as string, content })),
  ]
}
