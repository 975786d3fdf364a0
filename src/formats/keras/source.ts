import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { WeightFile } from '../../base/model.ts'
import type { FileTree } from '../../files/tree.ts'
import type { ModelMatch, OpenedModel } from '../contract.ts'
import { sha256Beside } from '../shared/sha256.ts'
import { mergeMetadata, sidecarsOf } from '../sidecars/index.ts'
import type { KerasFile } from './model/contract.ts'
import { kerasModel } from './model/index.ts'
import type { ModelNode } from './model/nodes.ts'
import type { FoundWeights } from './weights/contract.ts'

/** What a container holds, ready to become a model. */
export interface KerasParts {
  readonly match: ModelMatch
  readonly file: KerasFile
  /** Its layers, if already parsed. */
  readonly layers?: ModelNode | undefined
  readonly weights: FoundWeights
  readonly weightFiles: readonly WeightFile[]
  /** The configuration as stored. */
  readonly configBytes: Uint8Array<ArrayBuffer>
  readonly contents: OpenedModel['contents']
  /** Total bytes of the model's files. */
  readonly bytes: number
  readonly repairs: readonly string[]
}

/** Builds a Keras model from its container's content. Raises what `kerasModel` raises, and `cancelled`. */
export async function kerasSource(parts: KerasParts, tree: FileTree, signal?: AbortSignal): Promise<OpenedModel> {
  const { file, match, weights, configBytes } = parts
  const hash = hashOf(configBytes, parts.weightFiles)
  const model = kerasModel(file, parts.layers)
  const sidecars = await sidecarsOf(match.main, tree, signal)
  const classCounts = model.signature.outputs.flatMap(({ shape }) => shape?.at(-1) ?? [])
  return {
    summary: {
      name: match.name,
      path: match.main.path,
      generatedBy: `Keras ${file.dialect.version}`.trim(),
      convertedBy: '',
      bytes: parts.bytes,
      hash: await hash,
      parameters: weights.parameters,
      topology: { count: [...model.layers.values()].reduce((sum, count) => sum + count, 0), unit: 'layer' },
      weightFiles: parts.weightFiles,
      quantisation: quantisationOf(weights.storedTypes),
      signatures: [model.signature],
      metadata: mergeMetadata(
        sidecars.map(({ part }) => part),
        classCounts,
      ),
      repairs: parts.repairs,
    },
    contents: parts.contents,
    toGraph: (signature, aborted) => {
      if (signature === model.signature.name) return model.toGraph(aborted)
      throw new EngineError(
        'signature-missing',
        `${match.main.path} has the signature ${model.signature.name} only; ${signature} was asked for.`,
      )
    },
  }
}

/** A weight file that is present. */
export function haveWeights(path: string, bytes: number): WeightFile {
  return { path, state: 'have', expected: bytes, found: bytes }
}

async function hashOf(config: Uint8Array<ArrayBuffer>, files: readonly WeightFile[]): Promise<string> {
  const sizes = files.map(({ path, found }) => `\n${path.slice(path.lastIndexOf('/') + 1)} ${found ?? 0}`).join('')
  return (await sha256Beside(config, new TextEncoder().encode(sizes))).slice(0, 16)
}

/** `float16`, `float16 (3 of 8 tensors)`; empty if everything is stored in 32 bits or more. */
function quantisationOf(storedTypes: readonly string[]): string {
  return ['float16', 'bfloat16']
    .flatMap((type) => {
      const count = storedTypes.filter((stored) => stored === type).length
      if (count === 0) return []
      const all = formatCount(storedTypes.length, 'tensor')
      return [count === storedTypes.length ? type : `${type} (${formatCount(count)} of ${all})`]
    })
    .join(', ')
}
