import { EngineError } from '../base/errors.ts'
import type { DType, Shape } from '../base/tensor.ts'
import { rememberAnalysis } from './analyse.ts'
import { type Constant, float32, int32, literal } from './constant.ts'
import {
  type Attributes,
  type Graph,
  type GraphDType,
  type GraphFunction,
  type GraphInput,
  type GraphNode,
  type GraphOutput,
  type HashTable,
  outputOf,
  type Value,
} from './graph.ts'
import { formulaOf } from './infer/dim.ts'
import { inferNode } from './infer/index.ts'
import type { Dim, ValueInfo } from './infer/info.ts'
import { withDefaults } from './op-defs.ts'
import { noOrigin, type Origin } from './origin.ts'

/**
 * Builds a graph node by node, and infers the shape and dtype of every value. Used by Keras layers, and by passes that
 * create nodes.
 */
export class GraphBuilder {
  protected readonly nodes = new Map<string, GraphNode>()
  protected readonly infos = new Map<Value, ValueInfo>()
  protected readonly origins = new Map<string, { readonly value: Value; readonly axis: number }>()
  protected readonly functions = new Map<string, GraphFunction>()
  protected readonly tables = new Map<string, HashTable>()
  protected readonly inputs: GraphInput[] = []
  protected readonly outputs: GraphOutput[] = []
  protected readonly scopes: string[] = []
  protected readonly taken = new Set<string>()
  /** Next number to try per name, so that a layer called thousands of times does not take quadratic time. */
  private readonly nextNumbers = new Map<string, number>()

  /** What the nodes created now come from. */
  protected origin: Origin = noOrigin

  /** Runs `build`; the nodes it creates come from `origin`. */
  from<T>(origin: Origin, build: () => T): T {
    const outer = this.origin
    this.origin = origin
    try {
      return build()
    } finally {
      this.origin = outer
    }
  }

  /** Runs `build` with `name` as a prefix of the node names it creates. */
  scope<T>(name: string, build: () => T): T {
    this.scopes.push(name)
    try {
      return build()
    } finally {
      this.scopes.pop()
    }
  }

  /** Adds an input of the model. */
  input(name: string, dtype: DType, shape: Shape | null): Value {
    const value = this.placeholder(name, dtype, shape)
    this.inputs.push({ name, node: value.slice(0, -2), dtype, shape })
    return value
  }

  /** Adds an output of the model. */
  output(name: string, value: Value): void {
    const { dtype, shape } = this.info(value)
    if (dtype === 'resource' || dtype === 'variant')
      throw new EngineError('internal', `Output "${name}" has the dtype ${dtype}, which is not supported.`)
    this.outputs.push({ name, value, dtype, shape: staticDims(shape) })
  }

  constant(constant: Constant, name = 'const'): Value {
    const attributes: Attributes = { dtype: { type: constant.dtype } }
    const { origin } = this
    return this.append({ name: this.unique(name), op: 'Const', inputs: [], attributes, origin, constant })[0] as Value
  }

  /** A float32 scalar. */
  scalar(value: number, name?: string): Value {
    return this.constant(float32([value], []), name)
  }

  /** An int32 vector: axes, shapes, sizes. */
  ints(values: readonly number[], name?: string): Value {
    return this.constant(int32(values), name)
  }

  /** An int32 scalar: an axis, an index. */
  int(value: number, name?: string): Value {
    return this.constant(int32([value], []), name)
  }

  /** A scalar of the dtype of `like` (float32 or int32). */
  scalarLike(like: Value, value: number): Value {
    return this.dtype(like) === 'int32' ? this.int(value) : this.scalar(value)
  }

  string(value: string, name?: string): Value {
    return this.constant(literal('string', [], [value]), name)
  }

  /** Adds a node with one output. */
  op(op: string, inputs: readonly Value[], attributes: Attributes = {}, name = op): Value {
    return this.ops(op, inputs, attributes, name)[0] as Value
  }

  /** Adds a node and returns all its outputs. */
  ops(op: string, inputs: readonly Value[], attributes: Attributes = {}, name = op): readonly Value[] {
    // TensorFlow.js concatenates `N` values, and 2 if N is absent.
    const counted = op === 'ConcatV2' ? { N: { i: inputs.length - 1 }, ...attributes } : attributes
    return this.append({
      name: this.unique(name),
      op,
      inputs,
      attributes: withDefaults(op, counted),
      origin: this.origin,
    })
  }

  /**
   * Builds a control-flow body with a builder of its own; outside values enter as parameters. Returns the function's
   * name for the caller's attribute.
   */
  function(
    name: string,
    parameters: readonly { readonly dtype: GraphDType; readonly shape: readonly Dim[] | null }[],
    build: (body: GraphBuilder, parameters: readonly Value[]) => readonly Value[],
  ): string {
    const unique = this.unique(name)
    const body = new GraphBuilder()
    body.origin = this.origin
    const values = parameters.map(({ dtype, shape }, i) => body.placeholder(`p${i}`, dtype, shape))
    const results = build(body, values)
    for (const [key, inner] of body.functions) this.functions.set(key, inner)
    this.functions.set(unique, {
      name: unique,
      parameters: values.map((value, i) => ({
        node: value.slice(0, -2),
        dtype: (parameters[i] as { readonly dtype: GraphDType }).dtype,
      })),
      results,
      nodes: body.nodes,
    })
    return unique
  }

  /** A hash table; returns its handle for `LookupTableFindV2`. */
  table(table: HashTable, name = 'table'): Value {
    const [handle] = this.ops(
      'HashTableV2',
      [],
      { key_dtype: { type: table.keys.dtype }, value_dtype: { type: table.values.dtype } },
      name,
    )
    this.tables.set((handle as Value).slice(0, -2), table)
    return handle as Value
  }

  /** Raises `internal` for a value that this builder did not create. */
  info(value: Value): ValueInfo {
    const info = this.known(value)
    if (info === undefined) throw new EngineError('internal', `The graph under construction has no value ${value}.`)
    return info
  }

  protected known(value: Value): ValueInfo | undefined {
    return this.infos.get(value)
  }

  dtype(value: Value): GraphDType {
    return this.info(value).dtype
  }

  /** Raises `model-invalid` if the rank is unknown. */
  shape(value: Value): readonly Dim[] {
    const { shape } = this.info(value)
    if (shape === null) throw new EngineError('model-invalid', `The rank of ${value} is unknown.`)
    return shape
  }

  rank(value: Value): number {
    return this.shape(value).length
  }

  /** A dimension as an int32 scalar, known now or only at run time. */
  dim(dim: Dim): Value {
    if (typeof dim === 'number') return this.int(dim)
    const origin = this.origins.get(dim)
    if (origin === undefined) {
      const formula = formulaOf(dim)
      if (formula === null) throw new EngineError('internal', `No value in the graph has the dimension ${dim}.`)
      const { op, parts } = formula
      return parts.map((part) => this.dim(part)).reduce((left, right) => this.op(op, [left, right]))
    }
    const shape = this.op('Shape', [origin.value])
    const index = (i: number) => this.ints([i])
    return this.op('StridedSlice', [shape, index(origin.axis), index(origin.axis + 1), index(1)], {
      shrink_axis_mask: { i: 1 },
    })
  }

  /** A shape as an int32 vector. */
  dims(dims: readonly Dim[]): Value {
    const known = dims.filter((dim): dim is number => typeof dim === 'number')
    if (known.length === dims.length) return this.ints(known)
    const sizes = dims.map((dim) => this.dim(dim))
    return this.op('Pack', sizes, { axis: { i: 0 } })
  }

  /** Reshapes to dims that may be known only at run time; a single unknown one needs no extra ops. */
  reshape(x: Value, dims: readonly Dim[]): Value {
    const unknown = dims.filter((dim) => typeof dim === 'string').length
    // Next to a 0, -1 is ambiguous.
    const target =
      unknown === 1 && !dims.includes(0)
        ? this.ints(dims.map((dim) => (typeof dim === 'string' ? -1 : dim)))
        : this.dims(dims)
    const y = this.op('Reshape', [x, target])
    this.refine(y, dims)
    return y
  }

  transpose(x: Value, permutation: readonly number[]): Value {
    return permutation.every((axis, i) => axis === i) ? x : this.op('Transpose', [x, this.ints(permutation)])
  }

  cast(x: Value, dtype: DType): Value {
    const from = this.dtype(x)
    return from === dtype ? x : this.op('Cast', [x], { SrcT: { type: from }, DstT: { type: dtype } })
  }

  /** Declares a shape that inference cannot derive. */
  refine(value: Value, shape: readonly Dim[]): void {
    this.infos.set(value, { ...this.info(value), shape })
    this.remember(value, shape)
  }

  build(): Graph {
    const { inputs, outputs, nodes, functions, tables } = this
    return { inputs, outputs, nodes, functions, tables }
  }

  protected placeholder(name: string, dtype: GraphDType, shape: readonly (Dim | null)[] | null): Value {
    const node = this.unique(name)
    const value = outputOf(node)
    const attributes: Attributes = {
      dtype: { type: dtype },
      shape: { shape: staticDims(shape) },
    }
    this.nodes.set(node, { name: node, op: 'Placeholder', inputs: [], attributes })
    const dims = shape?.map((dim, axis) => dim ?? `${node}[${axis}]`) ?? null
    this.infos.set(value, { dtype, shape: dims, content: null, constant: null })
    if (dims !== null) this.remember(value, dims)
    return value
  }

  protected append(node: GraphNode): readonly Value[] {
    const inputs = node.inputs.map((input) => this.info(input))
    const inferred = inferNode(node, inputs)
    const values = rememberAnalysis(node, inputs, inferred)
    this.nodes.set(node.name, node)
    inferred.forEach((info, i) => {
      const value = values[i] as Value
      this.infos.set(value, info)
      if (info.shape !== null) this.remember(value, info.shape)
    })
    return values
  }

  /** A free dimension is read from the first value that has it. */
  protected remember(value: Value, shape: readonly Dim[]): void {
    shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !this.origins.has(dim)) this.origins.set(dim, { value, axis })
    })
  }

  protected isTaken(name: string): boolean {
    return this.taken.has(name)
  }

  protected unique(name: string): string {
    const scoped = this.scopes.length === 0 ? name : `${this.scopes.join('/')}/${name}`
    let candidate = scoped
    let i = this.nextNumbers.get(scoped) ?? 1
    for (; this.isTaken(candidate); i++) candidate = `${scoped}_${i}`
    this.nextNumbers.set(scoped, i)
    this.taken.add(candidate)
    return candidate
  }
}

const staticDims = (shape: readonly (Dim | null)[] | null) =>
  shape?.map((dim) => (typeof dim === 'number' ? dim : null)) ?? null
