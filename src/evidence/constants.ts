import { sizeOf, type TensorValue } from '../base/tensor.ts'
import { analyse } from '../graph/analyse.ts'
import { canEvaluate, evaluate } from '../graph/evaluate/index.ts'
import { type Graph, type GraphNode, outputIndexOf, producerOf, type Value } from '../graph/graph.ts'
import { staticShape } from '../graph/infer/shape.ts'

/** Elements. Larger constants are no first kernels and no statistics of an input. */
const largest = 2 ** 20

/** Longer chains of constants are not worth the time. */
const deepest = 24

export interface KnownNumbers {
  readonly shape: readonly number[]
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>
}

/** The values of a graph that do not depend on its inputs, read and computed on demand, each once. */
export class Constants {
  private readonly known = new Map<Value, Promise<KnownNumbers | null>>()
  private readonly analysis
  constructor(
    private readonly graph: Graph,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.analysis = analyse(graph)
  }

  /** The shape of any value of the graph; `null` if its rank is unknown, names for free sizes. */
  shape(value: Value): readonly (number | string)[] | null {
    return this.analysis.get(value)?.info.shape ?? null
  }

  /**
   * The numbers of a value; `null` if it depends on an input, is not numeric or is too large. Raises what
   * `Constant.read` raises.
   */
  read(value: Value | undefined, depth = 0): Promise<KnownNumbers | null> {
    if (value === undefined) return Promise.resolve(null)
    const known = this.known.get(value) ?? this.compute(value, depth)
    this.known.set(value, known)
    return known
  }

  private async compute(value: Value, depth: number): Promise<KnownNumbers | null> {
    const node = this.graph.nodes.get(producerOf(value))
    if (node === undefined || depth > deepest) return null
    const { constant } = node
    if (constant !== undefined) {
      if (sizeOf(constant.shape) > largest || !isNumeric(constant.dtype)) return null
      return { shape: constant.shape, data: (await constant.read(this.signal)) as KnownNumbers['data'] }
    }
    return this.evaluated(node, value, depth)
  }

  private async evaluated(node: GraphNode, value: Value, depth: number): Promise<KnownNumbers | null> {
    const info = this.analysis.get(value)?.info
    const shape = staticShape(info)
    if (info === undefined || shape === null || sizeOf(shape) > largest || !isNumeric(info.dtype)) return null
    if (info.content?.every((item) => typeof item === 'number'))
      return { shape, data: Int32Array.from(info.content as readonly number[]) }
    if (!canEvaluate(node.op) || node.inputs.length === 0) return null
    const inputs: TensorValue[] = []
    for (const input of node.inputs) {
      const dtype = this.analysis.get(input)?.info.dtype
      const found = await this.read(input, depth + 1)
      if (found === null || (dtype !== 'float32' && dtype !== 'int32')) return null
      inputs.push({ dtype, shape: found.shape, data: found.data })
    }
    const { op, attributes } = node
    const call = { op, attributes, output: outputIndexOf(value), dtype: info.dtype as 'float32' | 'int32', shape }
    const data = evaluate(call, inputs)
    return data === null ? null : { shape, data: data as KnownNumbers['data'] }
  }
}

function isNumeric(dtype: string): boolean {
  return dtype === 'float32' || dtype === 'int32'
}
