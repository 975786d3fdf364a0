import { intAttribute } from '../attributes.ts'
import { type GraphNode, outputIndexOf, outputOf, producerOf, type Value } from '../graph.ts'
import { axisOf, numberOf } from '../infer/shape.ts'
import type { GraphIndex } from '../rewrite.ts'
import { type Rule, rulePass } from './rule.ts'

/** The parts that a node concatenates, and the axis. */
interface Concatenation {
  readonly parts: readonly Value[]
  readonly axis: number
}

function concatOf(index: GraphIndex, { op, inputs }: GraphNode): Concatenation | null {
  const axis = op === 'ConcatV2' ? numberOf(index.info(inputs.at(-1) as Value)) : null
  const parts = inputs.slice(0, -1)
  const rank = parts[0] === undefined ? undefined : index.info(parts[0]).shape?.length
  return axis === null || rank === undefined ? null : { parts, axis: axisOf(axis, rank) }
}

/** The input of a split, its axis and the number of outputs. */
function splitOf(index: GraphIndex, { op, inputs, attributes }: GraphNode) {
  const [value, axis] = op === 'Split' ? [inputs[1], inputs[0]] : op === 'SplitV' ? [inputs[0], inputs[2]] : []
  if (value === undefined || axis === undefined) return null
  const [number, rank] = [numberOf(index.info(axis)), index.info(value).shape?.length]
  if (number === null || rank === undefined) return null
  return { value, axis: axisOf(number, rank), count: intAttribute(attributes, 'num_split', -1) }
}

/** All parts of a split, joined again in order. */
const splitAndConcat: Rule = (index, node) => {
  const concat = concatOf(index, node)
  const first = concat?.parts[0]
  if (concat === null || first === undefined) return null
  const producer = index.producer(first)
  const split = splitOf(index, producer)
  if (split === null || split.axis !== concat.axis || split.count !== concat.parts.length) return null
  const inOrder = concat.parts.every((part, i) => producerOf(part) === producer.name && outputIndexOf(part) === i)
  return inOrder
    ? { nodes: [producer, node], apply: (rewriter) => rewriter.replace(outputOf(node.name), split.value) }
    : null
}

/** A concatenation of concatenations along one axis. */
const nested: Rule = (index, node) => {
  const concat = concatOf(index, node)
  if (concat === null) return null
  const inner = concat.parts.map((part) => {
    const found = index.onlyConsumer(part) === null ? null : concatOf(index, index.producer(part))
    return found !== null && found.axis === concat.axis ? found.parts : null
  })
  if (inner.every((parts) => parts === null)) return null
  const parts = concat.parts.flatMap((part, i) => inner[i] ?? [part])
  const producers = concat.parts.filter((_, i) => inner[i] !== null).map((part) => index.producer(part))
  const axis = node.inputs.at(-1) as Value
  return {
    nodes: [...producers, node],
    apply: (rewriter) => {
      const attributes = { ...node.attributes, N: { i: parts.length } }
      rewriter.edit(node.name, { inputs: [...parts, axis], attributes })
    },
  }
}

export const concatenations = rulePass('concatenations', 'Merges concatenations and drops those that undo a split', [
  ['ConcatV2', splitAndConcat],
  ['ConcatV2', nested],
])
