import { EngineError } from '../../../base/errors.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import type { ChangedWeight, ChildCall, LayerCall, Lowered } from '../layers/contract.ts'
import { isKeras } from '../layers/dialect-version.ts'
import { KerasTensor, type Nested, tensorsOf } from '../layers/tensor.ts'
import { argumentsOf, flattened, tensorsOnly } from './call-values.ts'
import { refuseQuantised } from './dtypes.ts'
import { bindInputs } from './model-inputs.ts'
import type { LayerNode, ModelNode, RowNode } from './nodes.ts'
import { connect } from './order.ts'
import { Reference, type Structure } from './references.ts'
import type { ModelWeights } from './weights.ts'

const asStored: ChangedWeight = (_, stored) => stored

/** Calls layers in order and builds the graph. */
export class Lowering {
  private readonly values = new Map<RowNode, Map<string, Value>>()
  private readonly notes = new Set<string>()
  /** Tensors whose mask a layer has removed. */
  private readonly bare = new WeakSet<KerasTensor>()
  private inRow = false

  constructor(
    private readonly b: GraphBuilder,
    private readonly weights: ModelWeights,
    private readonly assets: ReadonlyMap<string, string>,
  ) {}

  /** Notes from layers, each sentence once. */
  allNotes(): readonly string[] {
    return [...this.notes]
  }

  call(
    node: LayerNode,
    args: readonly Nested[],
    kwargs: Readonly<Record<string, Nested>>,
    changed: ChangedWeight = asStored,
  ): Lowered {
    if (node.kind === 'input') throw node.layer.error('is an input and cannot be called.')
    return this.b.scope(node.layer.name, () =>
      this.from(node, () =>
        node.kind === 'model' ? this.callModel(node, args, kwargs) : this.callRow(node, args, kwargs, changed),
      ),
    )
  }

  /** Nodes of a layer inside another one, of a Bidirectional say, come from the outer layer. */
  private from<T>({ kind, layer }: RowNode | ModelNode, build: () => T): T {
    if (this.inRow) return build()
    this.inRow = kind !== 'model'
    try {
      return this.b.from([layer.name], build)
    } finally {
      this.inRow = false
    }
  }

  /** Calls a model with the tensors of its first argument; masks come from `mask` if it is given. */
  callModel(model: ModelNode, args: readonly Nested[], kwargs: Readonly<Record<string, Nested>>): Lowered {
    const { graph } = model.config
    if (graph === null) return this.callSequential(model, args)
    const made = new Map<string, Lowered[]>()
    for (const [name, tensor] of bindInputs(this.b, model, args[0], kwargs.mask)) made.set(name, [tensor])
    const { order, callIndex } = connect(model)
    const resolve = (reference: Reference, from: 'call' | 'output'): KerasTensor => {
      const lowered = made.get(reference.layer)?.[callIndex(reference, from)]
      const tensor = lowered === undefined ? undefined : flattened(lowered)[reference.tensor]
      if (tensor !== undefined) return this.bare.has(tensor) ? new KerasTensor(tensor.value) : tensor
      throw new EngineError(
        'model-invalid',
        `The model "${model.layer.name}" refers to output ${reference.tensor} of layer "${reference.layer}", which has ${lowered === undefined ? 'none' : flattened(lowered).length}.`,
        'The file may be edited or damaged; save the model again.',
      )
    }
    const read = (value: Structure, from: 'call' | 'output'): Nested =>
      argumentsOf(value, (leaf) =>
        leaf instanceof Reference ? resolve(leaf, from) : new KerasTensor(this.b.constant(leaf.constant)),
      )
    for (const call of order) {
      const result = this.call(
        call.node,
        call.arguments.args.map((value) => read(value, 'call')),
        Object.fromEntries(Object.entries(call.arguments.kwargs).map(([key, value]) => [key, read(value, 'call')])),
      )
      made.set(call.name, placed(made.get(call.name), call.index, result))
    }
    return tensorsOnly(read(graph.outputs, 'output'), model.layer)
  }

  private callSequential(model: ModelNode, args: readonly Nested[]): Lowered {
    let x: Nested = args[0]
    for (const { node } of model.members) {
      if (node.kind === 'input') {
        for (const [, tensor] of bindInputs(this.b, model, x, undefined)) x = tensor
        continue
      }
      x = this.call(node, [x], {}) as Nested
    }
    return x as Lowered
  }

  private callRow(
    node: RowNode,
    args: readonly Nested[],
    kwargs: Readonly<Record<string, Nested>>,
    changed: ChangedWeight,
  ): Lowered {
    const { layer, row } = node
    refuseQuantised(layer)
    const inputs = tensorsOf(args[0])
    const call: LayerCall = {
      b: this.b,
      layer,
      args,
      kwargs,
      inputs,
      get x(): Value {
        const [first] = inputs
        if (first === undefined) throw layer.error('is called without a tensor.')
        return first.value
      },
      ...this.weightsOf(node, changed),
      child: (path) => this.child(node, path),
      asset: (name) => this.assets.get(`assets/${node.path}/${name}`) ?? null,
      note: (sentence) => this.notes.add(sentence),
    }
    const own = inputs[0]?.mask ?? null
    // Keras 3 before 3.11 passes on the mask of the first argument, even if the call states another one.
    const ownOnly = layer.dialect.major >= 3 && !isKeras(layer.dialect, 3, 11)
    const passed = kwargs.mask instanceof KerasTensor && !ownOnly ? kwargs.mask.value : own
    const lowered = withMasks(row.lower(call), row.passesMask === true ? passed : null)
    if (row.dropsMasks === true && layer.dialect.major >= 3)
      for (const tensor of [...tensorsOf(args), ...tensorsOf(kwargs)]) this.bare.add(tensor)
    return lowered
  }

  private weightsOf(node: RowNode, changed: ChangedWeight = asStored): Pick<LayerCall, 'weight' | 'constant'> {
    const constant = (name: string, shape?: readonly number[]): Constant =>
      changed(name, this.weights.constant(node, name, shape))
    const known = this.values.get(node) ?? new Map<string, Value>()
    this.values.set(node, known)
    const weight = (name: string, shape?: readonly number[]): Value => {
      const value = known.get(name) ?? this.b.constant(constant(name, shape), name)
      known.set(name, value)
      return value
    }
    return { weight, constant }
  }

  private child(node: RowNode, path: string): ChildCall {
    const child = node.children.get(path)
    if (child === undefined) throw new EngineError('internal', `${node.layer.className} has no inner layer "${path}".`)
    const none = (name: string): never => {
      throw new EngineError('internal', `The inner layer "${path}" is a model and has no weight "${name}".`)
    }
    return {
      layer: child.layer,
      call: (args, kwargs = {}, changed = asStored) => this.call(child, args, kwargs, changed),
      ...(child.kind === 'row' ? this.weightsOf(child) : { weight: none, constant: none }),
    }
  }
}

/** Wraps each bare value as a tensor with the mask that its layer passes on. */
function withMasks(lowered: Lowered, mask: Value | null): Lowered {
  if (lowered instanceof KerasTensor) return lowered
  if (typeof lowered === 'string') return new KerasTensor(lowered, mask)
  if (Array.isArray(lowered)) return (lowered as readonly Lowered[]).map((one) => withMasks(one, mask)) as Lowered
  return Object.fromEntries(
    Object.entries(lowered as object).map(([key, one]) => [key, withMasks(one as Lowered, mask)]),
  )
}

function placed(list: readonly Lowered[] | undefined, index: number, result: Lowered): Lowered[] {
  const copy = [...(list ?? [])]
  copy[index] = result
  return copy
}
