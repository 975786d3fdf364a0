import { EngineError } from '../../../base/errors.ts'
import { type RungId, rungLabels } from '../../../base/ladder.ts'
import type { TensorValue } from '../../../base/tensor.ts'
import { type Graph, outputOf } from '../../../graph/graph.ts'
import { widthOf } from '../../../graph/integer-width.ts'
import { GraphIndex } from '../../../graph/rewrite.ts'
import { assumed, type Bounds, boundsOf, type Facts, spanOf } from '../lowering/integers/bounds.ts'
import { growing, mayExceed } from '../lowering/integers/wide.ts'

/** GPUs compute integers as floats. */
const exactOnGpu = 2 ** 24

/**
 * Checks the integers of a run, in the order of the graph's inputs. Raises `run-failed` on a GPU for integers that it does
 * not compute exactly, and `input-unsupported` if 64-bit arithmetic of the model may give more than 32 bits.
 */
export function integerCheck(
  graph: Graph,
  { id, onProcessor }: { readonly id: RungId; readonly onProcessor: boolean },
): (values: readonly TensorValue[]) => void {
  return (values) => {
    const given = new Map<string, Bounds>()
    for (const [i, { dtype, data }] of values.entries()) {
      const input = graph.inputs[i]
      if (dtype !== 'int32' || input === undefined) continue
      const span = spanOf(data as Int32Array)
      const most = span[1] > -span[0] ? span[1] : span[0]
      if (!onProcessor && Math.abs(most) > exactOnGpu) throw inexact(input.name, most, id)
      given.set(input.node, span)
    }
    if ([...given.values()].every(([least, most]) => least >= assumed[0] && most <= assumed[1])) return
    const found = exceeding(graph, given)
    if (found !== null) throw tooLarge(found)
  }
}

interface Exceeding {
  readonly node: string
  /** The largest result that its inputs allow. */
  readonly most: number
}

/** A node of 64-bit arithmetic without a check in the graph, whose result may exceed 32 bits; `null` if there is none. */
function exceeding(graph: Graph, given: ReadonlyMap<string, Bounds>): Exceeding | null {
  const index = new GraphIndex(graph)
  const facts: Facts = { info: (value) => index.info(value), made: (value) => index.producer(value), given }
  for (const { name, op, attributes } of graph.nodes.values()) {
    const value = outputOf(name)
    if (widthOf(attributes) !== 'int64' || !growing.includes(op)) continue
    if (mayExceed(facts, value)) return { node: name, most: Math.max(...boundsOf(facts, value).map(Math.abs)) }
  }
  return null
}

function inexact(name: string, value: number, id: RungId): EngineError {
  const message = `Input "${name}" holds ${value}; ${rungLabels[id]} computes integers exactly up to ${exactOnGpu} only.`
  return new EngineError('run-failed', message, 'Choose the Wasm or CPU backend, or Automatic.')
}

function tooLarge({ node, most }: Exceeding): EngineError {
  return new EngineError(
    'input-unsupported',
    `With this input, 64-bit arithmetic in "${node}" gives up to ${most}, which does not fit in the 32 bits of its integers here.`,
    'Use smaller numbers, or compute this part outside the model.',
  )
}
