import { EngineError } from '../../base/errors.ts'
import type { Constant } from '../../graph/constant.ts'
import type { Checkpoint } from './checkpoint/index.ts'
import type { Extent } from './checkpoint/slice-key.ts'
import { mainBody } from './lower/body.ts'
import type { NodeProto } from './proto/graph-def.ts'
import type { TrackedObject } from './proto/object-graph.ts'
import type { MetaGraphProto } from './proto/saved-model.ts'
import type { Source } from './proto/source.ts'

/** The checkpoint entry of a main-graph node. */
interface SavedName {
  readonly key: string
  /** The slice, for one piece of a partitioned variable. */
  readonly slice: readonly Extent[] | null
}

/** Maps main-graph nodes to their values in the checkpoint. */
export class SavedValues {
  private readonly names = new Map<string, SavedName>()
  private readonly objects = new Map<string, TrackedObject>()

  constructor(
    meta: MetaGraphProto,
    tracked: readonly TrackedObject[],
    private readonly checkpoint: Checkpoint | null,
  ) {
    this.restored(meta.graph.nodes)
    this.captured(meta, tracked)
  }

  has(node: NodeProto): boolean {
    return this.checkpoint?.has(this.nameOf(node).key) ?? false
  }

  /** Resolves the checkpoint's values. */
  keyOf(node: NodeProto): string {
    const { key, slice } = this.nameOf(node)
    return slice === null ? key : `${key} ${JSON.stringify(slice)}`
  }

  /** A variable's value. Raises `weight-missing`, `weights-missing`. */
  constant(node: NodeProto): Constant {
    const { key, slice } = this.nameOf(node)
    if (this.checkpoint === null)
      throw new EngineError(
        'weights-missing',
        `The graph needs the variable "${key}", but variables.index is missing.`,
        'Drop the whole folder of the SavedModel, including "variables".',
      )
    return slice === null ? this.checkpoint.constant(key) : this.checkpoint.slice(key, slice)
  }

  /** The saved content of a mutable table; `null` for other tables. */
  table(node: string): { readonly keys: Constant; readonly values: Constant } | null {
    const keys = this.objects.get(node)?.keys
    const stem = keys?.get('table')
    const keysName = keys?.get('table-keys') ?? `${stem}-keys`
    const valuesName = keys?.get('table-values') ?? `${stem}-values`
    if (this.checkpoint?.has(keysName) !== true || !this.checkpoint.has(valuesName)) return null
    return { keys: this.checkpoint.constant(keysName), values: this.checkpoint.constant(valuesName) }
  }

  /** The variable's name in the program. */
  title(node: NodeProto): string {
    const object = this.objects.get(node.name)
    return object === undefined || object.fullName === '' ? this.sharedName(node) : object.fullName
  }

  private nameOf(node: NodeProto): SavedName {
    return this.names.get(node.name) ?? { key: this.sharedName(node), slice: null }
  }

  private sharedName({ name, attributes }: NodeProto): string {
    const shared = attributes.get('shared_name')
    return shared !== undefined && 's' in shared && shared.s !== '' ? shared.s : name
  }

  /**
   * TensorFlow 2: the last inputs of a call are the function's captures, in the order in which the object graph lists
   * them by number; the checkpoint uses the same numbers. Node names are meaningless.
   */
  private captured({ graph, objects }: MetaGraphProto, tracked: readonly TrackedObject[]): void {
    for (const node of graph.nodes) {
      if (!node.op.endsWith('Call')) continue
      const { attributes, inputs } = node
      const f = attributes.get('f')
      const captures = f !== undefined && 'func' in f ? objects.functions.get(f.func.name)?.captures : undefined
      if (captures === undefined) continue
      const given = inputs.filter(({ control }) => !control)
      const start = given.length - captures.length
      captures.forEach((id, i) => {
        const object = tracked[id]
        const input = given[start + i]
        if (object === undefined || input === undefined) return
        this.objects.set(input.node, object)
        const key = object.keys.get('VARIABLE_VALUE')
        if (key !== undefined) this.names.set(input.node, { key, slice: null })
      })
    }
  }

  /** TensorFlow 1: restore nodes tell which variable receives which tensor, or which slice of one. */
  private restored(nodes: readonly NodeProto[]): void {
    if (!nodes.some(({ op }) => op === 'RestoreV2')) return
    const byName = mainBody(nodes).nodes
    const nodeAt = (source: Source | undefined) => (source === undefined ? undefined : byName.get(source.node))
    // One node restores all variables; its lists of names are equally long.
    const texts = new Map<NodeProto | undefined, readonly string[]>()
    const textsAt = (source: Source | undefined) => {
      const node = nodeAt(source)
      const known = texts.get(node) ?? textsOf(node)
      texts.set(node, known)
      return known
    }
    for (const { op, inputs } of nodes) {
      if (op !== 'Assign' && op !== 'AssignVariableOp') continue
      const [variable, value] = inputs
      let source = value
      let node = nodeAt(source)
      for (let i = 0; i < 8 && node?.op === 'Identity'; i++) {
        source = node.inputs[0]
        node = nodeAt(source)
      }
      if (variable === undefined || source === undefined || node?.op !== 'RestoreV2') continue
      const key = textsAt(node.inputs[1])[source.index]
      const slice = textsAt(node.inputs[2])[source.index] ?? ''
      if (key !== undefined) this.names.set(variable.node, { key, slice: extentsOf(slice) })
    }
  }
}

function textsOf(node: NodeProto | undefined): readonly string[] {
  const value = node?.attributes.get('value')
  if (value === undefined || !('tensor' in value)) return []
  const { strings, shape } = value.tensor
  const texts = strings.map((bytes) => new TextDecoder().decode(bytes))
  const last = texts.at(-1) ?? ''
  return Array.from({ length: Math.min(shape?.[0] ?? 1, 100_000) }, (_, i) => texts[i] ?? last)
}

/**
 * `6 5 0,2:0,5`: the full shape, then start and length along each axis, `-` for a whole axis; `null` for a whole
 * tensor.
 */
function extentsOf(spec: string): readonly Extent[] | null {
  const slice = spec.trim().split(' ').at(-1) ?? ''
  if (slice === '') return null
  return slice.split(':').map((part) => {
    const [start, length] = part.split(',').map(Number)
    return part === '-' ? { start: 0, length: -1 } : { start: start ?? 0, length: length ?? -1 }
  })
}
