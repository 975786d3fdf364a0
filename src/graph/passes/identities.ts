import type { Graph, GraphNode, Value } from '../graph.ts'
import { outputOf } from '../graph.ts'
import { constantNumbers } from '../infer/arrays.ts'
import type { Dim, ValueInfo } from '../infer/info.ts'
import { numbersOf } from '../infer/shape.ts'
import { type GraphIndex, Rewriter } from '../rewrite.ts'
import type { Pass } from './contract.ts'

/** The index of the input that a node passes on unchanged; `null` if it has an effect. */
type IdentityRule = (node: GraphNode, index: GraphIndex, graph: Graph) => number | null

const always: IdentityRule = () => 0

const sameShape: IdentityRule = (node, index) => (equalShapes(index, node) ? 0 : null)

const sameType: IdentityRule = (node, index) =>
  index.info(input(node, 0)).dtype === index.info(outputOf(node.name)).dtype ? 0 : null

const noPermutation: IdentityRule = (node, index) =>
  numbersOf(index.info(input(node, 1)))?.every((axis, i) => axis === i) ? 0 : null

const noPadding: IdentityRule = (node, index) =>
  constantNumbers(index.info(input(node, 1)))?.every((size) => size === 0) ? 0 : null

/** Nothing is sliced away: the shape is unchanged, and every stride is 1. */
const wholeSlice: IdentityRule = (node, index) =>
  equalShapes(index, node) && numbersOf(index.info(input(node, 3)))?.every((stride) => stride === 1) ? 0 : null

const singlePart: IdentityRule = (node) => (node.inputs.length === 2 ? 0 : null)

/** `x ∘ neutral` on the right or, for commutative ops, also on the left. */
const neutral =
  (value: number, commutes: boolean): IdentityRule =>
  (node, index) => {
    const kept = isAll(index, input(node, 1), value) ? 0 : commutes && isAll(index, input(node, 0), value) ? 1 : null
    return kept !== null && equalShapes(index, node, kept) ? kept : null
  }

function isAll(index: GraphIndex, constant: Value, value: number): boolean {
  const data = index.constant(constant)?.data ?? null
  if (data === null) return false
  for (let i = 0; i < data.length; i++) if (data[i] !== value) return false
  return true
}

const placeholderDefault: IdentityRule = (node, _, graph) =>
  graph.inputs.some((fed) => fed.node === node.name) ? null : 0

const rules: ReadonlyMap<string, IdentityRule> = new Map([
  ['Identity', always],
  ['StopGradient', always],
  ['PreventGradient', always],
  ['Snapshot', always],
  ['CheckNumerics', always],
  ['Print', always],
  ['PlaceholderWithDefault', placeholderDefault],
  ['EnsureShape', sameShape],
  ['Reshape', sameShape],
  ['BroadcastTo', sameShape],
  ['Tile', sameShape],
  ['Slice', sameShape],
  ['Squeeze', sameShape],
  ['StridedSlice', wholeSlice],
  ['Cast', sameType],
  ['Transpose', noPermutation],
  ['Pad', noPadding],
  ['PadV2', noPadding],
  ['MirrorPad', noPadding],
  ['ConcatV2', singlePart],
  ['Mul', neutral(1, true)],
  ['RealDiv', neutral(1, false)],
  ['Add', neutral(0, true)],
  ['AddV2', neutral(0, true)],
  ['Sub', neutral(0, false)],
])

export const identities: Pass = {
  id: 'identities',
  label: 'Removes ops that have no effect',
  run(graph) {
    const rewriter = new Rewriter(graph)
    const { index } = rewriter
    for (const node of rewriter.originals()) {
      if ((node.controls?.length ?? 0) > 0) continue
      if (node.op === 'IdentityN') for (const i of node.inputs.keys()) pass(node, i, i, rewriter)
      else {
        const kept = rules.get(node.op)?.(node, index, graph) ?? null
        if (kept !== null) pass(node, 0, kept, rewriter)
      }
    }
    return { graph: rewriter.finish(), changes: rewriter.changes, places: rewriter.places }
  },
}

function pass(node: GraphNode, output: number, kept: number, rewriter: Rewriter): void {
  const [old, by] = [outputOf(node.name, output), rewriter.resolve(input(node, kept))]
  const { op } = rewriter.index.producer(by)
  // An output of the model remains an op: a run returns tensors that it owns.
  if (rewriter.index.isOutput(old) && (op === 'Const' || op === 'Placeholder')) return
  rewriter.at([node], () => rewriter.replace(old, by))
}

function input(node: GraphNode, i: number): Value {
  return node.inputs[i] ?? outputOf(node.name)
}

function equalShapes(index: GraphIndex, node: GraphNode, kept = 0): boolean {
  return equal(index.info(input(node, kept)), index.info(outputOf(node.name)))
}

function equal(a: ValueInfo, b: ValueInfo): boolean {
  const [left, right] = [a.shape, b.shape]
  if (left === null || right === null || left.length !== right.length || a.dtype !== b.dtype) return false
  return left.every((dim: Dim, axis) => dim === right[axis])
}
