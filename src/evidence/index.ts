import type { Clue } from '../base/clue.ts'
import type { Graph, GraphInput } from '../graph/graph.ts'
import { Constants } from './constants.ts'
import { cluesOfPicture } from './picture.ts'
import { cluesOfRow } from './row.ts'
import { cluesOfSound } from './sound.ts'
import type { EvidenceOptions, Frame, Subject } from './subject.ts'
import { traceInput } from './trace.ts'

export { outputTraces } from './output-traces.ts'

/** A row may be a flattened picture, of at most this many numbers. */
const widest = 4096 * 3

/**
 * What the graph itself tells about the preparation of its inputs, strongest first: its own arithmetic on them, what
 * its first batch normalisation remembers, what family and architecture it belongs to. The same model gives the same
 * clues in every format. Reads only the first kernel and small constants. Raises what `Constant.read` raises.
 */
export async function evidenceIn(graph: Graph, options: EvidenceOptions): Promise<readonly Clue[]> {
  const constants = new Constants(graph, options.signal)
  const clues: Clue[] = []
  for (const input of graph.inputs) {
    clues.push(...cluesOfSound(input, graph))
    const frame = frameOf(input)
    if (frame === null) continue
    const readers = await traceInput(graph, { node: input.node, ...frame }, constants, options.signal)
    const subject: Subject = { graph, input, frame, readers, constants, ...options }
    clues.push(...(frame.kind === 'picture' ? await cluesOfPicture(subject) : await cluesOfRow(subject)))
  }
  return clues
}

const isColour = (dim: number | null | undefined): dim is number => dim === 1 || dim === 3 || dim === 4

function frameOf({ dtype, shape }: GraphInput): Frame | null {
  if (shape === null || (dtype !== 'float32' && dtype !== 'int32')) return null
  const last = shape.at(-1)
  if (shape.length === 4 && isColour(last)) return { kind: 'picture', channels: last, axis: -1 }
  if (shape.length === 4 && isColour(shape[1])) return { kind: 'picture', channels: shape[1], axis: -3 }
  if (shape.length === 4 && last === null) return { kind: 'picture', channels: 1, axis: null }
  if (shape.length === 3 && isColour(last) && (shape[0] ?? 9) > 4) return { kind: 'picture', channels: last, axis: -1 }
  if (shape.length === 3) return { kind: 'picture', channels: 1, axis: null }
  const isRow = shape.length === 2 && typeof last === 'number' && last <= widest
  return isRow ? { kind: 'row', channels: last, axis: -1 } : null
}
