import { EngineError } from '../../base/errors.ts'
import type { Signature } from '../../base/model.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { functionSignatures } from './function-signatures.ts'
import { type FoundSignature, type Port, port } from './ports.ts'
import { isOffered, type MetaGraphProto, type TensorInfoProto } from './proto/saved-model.ts'
import { sourceOf } from './proto/source.ts'

/**
 * All signatures: those of the graph tagged `serve` first, starting with `serving_default`. In their absence, the
 * functions of the program. Raises `signature-missing` if there are none either, `model-invalid` if the file holds no graph.
 */
export function signaturesOf(metaGraphs: readonly MetaGraphProto[], path: string): readonly FoundSignature[] {
  const several = metaGraphs.length > 1
  const rank = ({ tags }: MetaGraphProto) => (tags.includes('serve') ? tags.length - 1 : 100)
  const found = [...metaGraphs]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((meta) => {
      const tags = several ? meta.tags.filter((tag) => tag !== 'serve').join('+') : ''
      return [...meta.signatures]
        .filter(([key]) => isOffered(key))
        .sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
        .map(([key, { inputs, outputs }]) => ({
          name: tags === '' ? key : `${tags}/${key}`,
          meta,
          inputs: ports(inputs, meta),
          outputs: ports(outputs, meta),
        }))
    })
  if (found.length > 0) return distinct(found)
  const functions = metaGraphs.flatMap(functionSignatures)
  if (functions.length > 0) return distinct(functions)
  throw new EngineError(
    'signature-missing',
    `${path} has neither a signature nor a function that takes and returns tensors, so its inputs and outputs are unknown.`,
    'Save the model with tf.saved_model.save(model, path, signatures=…), or a Keras model with model.export(path).',
  )
}

export function hasSignature({ signatures }: MetaGraphProto): boolean {
  return [...signatures.keys()].some(isOffered)
}

export function asSignature({ name, inputs, outputs }: FoundSignature): Signature {
  const spec = ({ name, dtype, shape }: Port): TensorSpec => ({ name, dtype, shape })
  return { name, inputs: inputs.map(spec), outputs: outputs.map(spec) }
}

function order(key: string): number {
  const first = ['serving_default', 'serve', 'predict']
  return first.includes(key) ? first.indexOf(key) : first.length
}

/** In the order of the graph's nodes and their outputs: the program's own order. */
function ports(infos: ReadonlyMap<string, TensorInfoProto>, { graph }: MetaGraphProto): readonly Port[] {
  const found = [...infos].flatMap(([name, info]) => portsOf(name, info))
  if (found.length < 2) return found
  const wanted = new Set([...infos.values()].map(({ tensor }) => sourceOf(tensor, false).node))
  const places = new Map<string, number>()
  for (const [i, { name }] of graph.nodes.entries()) if (wanted.has(name)) places.set(name, i)
  const place = ({ tensor }: Port) => {
    const { node, index } = sourceOf(tensor, false)
    return [places.get(node) ?? 0, index] as const
  }
  return found.sort((a, b) => {
    const [nodeA, indexA] = place(a)
    const [nodeB, indexB] = place(b)
    return nodeA - nodeB || indexA - indexB
  })
}

/** A sparse tensor consists of three. */
function portsOf(name: string, { tensor, dtype, shape, sparse }: TensorInfoProto): readonly Port[] {
  if (sparse === null) return [port(name, tensor, dtype, shape)]
  const rank = shape?.length ?? null
  return [
    port(`${name}/indices`, sparse.indices, 9, [null, rank]),
    port(`${name}/values`, sparse.values, dtype, [null]),
    port(`${name}/dense_shape`, sparse.denseShape, 9, [rank]),
  ]
}

/** Two graphs may have the same tags. */
function distinct(found: readonly FoundSignature[]): readonly FoundSignature[] {
  const taken = new Set<string>()
  return found.map((signature) => {
    let { name } = signature
    for (let i = 2; taken.has(name); i++) name = `${signature.name} (${i})`
    taken.add(name)
    return { ...signature, name }
  })
}
