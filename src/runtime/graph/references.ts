import { EngineError } from '../../base/errors.ts'

interface RawNode {
  readonly name?: unknown
  readonly op?: unknown
  readonly input?: unknown
}

/**
 * Every input of a node must name a node; tfjs-converter reads properties of undefined otherwise.
 * Raises `model-invalid` naming the node and the missing one.
 */
export function checkReferences(topology: object): void {
  const nodes = 'node' in topology ? topology.node : undefined
  if (!Array.isArray(nodes)) {
    throw new EngineError(
      'model-invalid',
      'The topology of the graph has no list of nodes.',
      'Convert the model again.',
    )
  }
  const raw: readonly RawNode[] = nodes
  const names = new Set(raw.map(({ name }) => name))
  for (const { name, op, input } of raw) {
    if (typeof name !== 'string' || typeof op !== 'string') {
      throw new EngineError('model-invalid', 'A node of the graph has no name or no op.', 'Convert the model again.')
    }
    for (const reference of Array.isArray(input) ? input : []) {
      const target = String(reference).replace(/^\^/, '').split(':')[0]
      if (names.has(target)) continue
      throw new EngineError(
        'model-invalid',
        `Node "${name}" (${op}) takes its input from "${target}", which the graph does not hold.`,
        'The file may be cut short or edited; convert the model again.',
      )
    }
  }
}
