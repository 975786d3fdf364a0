import { derived } from '../../../../graph/constant.ts'
import { type Graph, outputOf, type Value } from '../../../../graph/graph.ts'
import { noOrigin } from '../../../../graph/origin.ts'
import type { Pass } from '../../../../graph/passes/contract.ts'
import { indexOf, Rewriter } from '../../../../graph/rewrite.ts'
import { arithmetic } from './arithmetic.ts'
import { fourier } from './fourier.ts'
import { movement } from './movement.ts'
import type { ComplexOutput, Pair } from './pair.ts'

const table = new Map(
  [...arithmetic, ...movement, ...fourier].flatMap(([ops, rule]) => ops.map((op) => [op, rule] as const)),
)

/** Rewrites complex tensors as pairs of real ones. */
class ComplexRewriter {
  readonly #b: Rewriter
  readonly #graph: Graph
  readonly #pairs = new Map<Value, Pair>()
  changes = 0

  constructor(graph: Graph) {
    this.#graph = graph
    this.#b = new Rewriter(graph)
  }

  run(): { readonly graph: Graph; readonly places: Rewriter['places'] } {
    const b = this.#b
    for (const node of b.originals()) {
      const { name } = node
      const outputs = b.index.outputs(node)
      const isTouched =
        node.inputs.some((input) => this.#isComplex(input)) || outputs.some(({ dtype }) => dtype === 'complex64')
      if (!isTouched || node.op === 'Placeholder') continue
      const built = b.from(node.origin ?? noOrigin, () => b.scope(name, () => this.#rebuild(name)))
      if (built === null) this.#compose(node.inputs)
      else b.at([node], () => this.#take(name, built))
    }
    this.#compose(this.#graph.outputs.map(({ value }) => value))
    return { graph: this.changes === 0 ? this.#graph : b.finish(), places: b.places }
  }

  #isComplex(value: Value): boolean {
    return this.#b.info(value).dtype === 'complex64'
  }

  /** The outputs of a node, if its op has a rule. */
  #rebuild(name: string): readonly ComplexOutput[] | null {
    const b = this.#b
    const node = b.index.node(name)
    const { constant } = node
    if (constant !== undefined) {
      const part = (offset: number) =>
        b.constant(
          derived(
            [constant],
            'float32',
            constant.shape,
            (data) => (data as Float32Array).filter((_, i) => i % 2 === offset) as Float32Array<ArrayBuffer>,
          ),
        )
      return [{ re: part(0), im: part(1) }]
    }
    const inputs = node.inputs.map((input) => b.resolve(input))
    const pairs = node.inputs.map((input) => (this.#isComplex(input) ? this.#pairOf(input) : null))
    return table.get(node.op)?.({ node, b, inputs, pairs }) ?? null
  }

  #pairOf(value: Value): Pair {
    const known = this.#pairs.get(value)
    if (known !== undefined) return known
    const pair = { re: this.#b.op('Real', [value]), im: this.#b.op('Imag', [value]) }
    this.#pairs.set(value, pair)
    return pair
  }

  #take(name: string, outputs: readonly ComplexOutput[]): void {
    this.changes++
    for (const [i, output] of outputs.entries()) {
      if (typeof output === 'string') this.#b.replace(outputOf(name, i), output)
      else this.#pairs.set(outputOf(name, i), output)
    }
  }

  /** Complex tensors for readers that are not rewritten. */
  #compose(values: readonly Value[]): void {
    for (const value of values) {
      const pair = this.#pairs.get(value)
      if (pair === undefined || this.#b.resolve(value) !== value || this.#b.made(pair.re).op === 'Real') continue
      this.#b.replace(value, this.#b.op('Complex', [pair.re, pair.im], { T: { type: 'float32' } }))
    }
  }
}

/** Most graphs have none, and are told apart without a look at every input. */
function hasComplex(graph: Graph): boolean {
  const index = indexOf(graph)
  for (const node of graph.nodes.values())
    for (const { dtype } of index.outputs(node)) if (dtype === 'complex64') return true
  return false
}

/**
 * Complex numbers as pairs of real ones, so that their arithmetic and Fourier transforms run on every backend:
 * TensorFlow.js has complex kernels for four ops, and none on Wasm. Other ops get complex tensors as before.
 */
export const complexNumbers: Pass = {
  id: 'complex-numbers',
  label: 'Rewrites complex numbers as pairs of real ones, and Fourier transforms as matrix products',
  ops: [...table.keys()].filter((op) => /^(Complex|ComplexAbs|I?R?FFT|FFT2D|IFFT2D|Angle|Conj)$/.test(op)),
  run: (graph) => {
    if (!hasComplex(graph)) return { graph, changes: 0, places: [] }
    const rewriter = new ComplexRewriter(graph)
    const result = rewriter.run()
    return { graph: result.graph, changes: rewriter.changes, places: result.places }
  },
}
