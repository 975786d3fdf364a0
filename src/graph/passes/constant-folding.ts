import { EngineError } from '../../base/errors.ts'
import { sizeOf, type TensorValue } from '../../base/tensor.ts'
import { type Constant, derived, int32, literal } from '../constant.ts'
import { canEvaluate, evaluate } from '../evaluate/index.ts'
import { type GraphNode, outputOf, type Value } from '../graph.ts'
import type { ValueInfo } from '../infer/info.ts'
import { numbersOf, staticShape } from '../infer/shape.ts'
import { type GraphIndex, Rewriter } from '../rewrite.ts'
import type { Pass } from './contract.ts'

/** Largest growth in elements: beyond this, the op is cheaper than its stored result. */
const maxGrowth = 65_536

/** Ops that may be evaluated when a weight is read; others only if their inputs are in memory. */
const whenRead = new Set([
  ...['Reshape', 'Squeeze', 'ExpandDims', 'Identity', 'Transpose', 'Cast', 'ConcatV2', 'Pack', 'StopGradient'],
  ...['Mul', 'Add', 'AddV2', 'Sub', 'RealDiv', 'Neg', 'Rsqrt', 'Sqrt', 'Square', 'Abs', 'Exp', 'Maximum', 'Minimum'],
])

export const constantFolding: Pass = {
  id: 'constant-folding',
  label: 'Folds constants: computes values that do not depend on the input once',
  run(graph) {
    const rewriter = new Rewriter(graph)
    const { index } = rewriter
    const folded = new Map<Value, Constant>()
    const foldedNodes = new Set<GraphNode>()
    const known: Known = (value) => folded.get(value) ?? index.constant(value)
    for (const node of rewriter.originals()) {
      const constants = fold(node, index, known)
      if (constants === null) continue
      foldedNodes.add(node)
      constants.forEach((constant, i) => {
        folded.set(outputOf(node.name, i), constant)
      })
    }
    for (const [value, constant] of folded) {
      const isOutput = index.isOutput(value)
      if (!isOutput && index.consumers(value).every((node) => foldedNodes.has(node))) continue
      const node = index.producer(value)
      rewriter.at([node], () => {
        const made = rewriter.constant(constant, `${node.name}/folded`)
        // An output of the model remains an op: a run returns tensors that it owns.
        rewriter.replace(value, isOutput ? rewriter.op('Identity', [made]) : made)
      })
    }
    return { graph: rewriter.finish(), changes: rewriter.changes === 0 ? 0 : folded.size, places: rewriter.places }
  },
}

/** A value's constant, original or folded. */
type Known = (value: Value) => Constant | null

function fold(node: GraphNode, index: GraphIndex, known: Known): readonly Constant[] | null {
  if (node.op === 'Const' || node.op === 'Placeholder' || (node.controls?.length ?? 0) > 0) return null
  if (node.op === 'Identity' && index.isOutput(outputOf(node.name))) return null
  const infos = index.outputs(node)
  const numbers = infos[0] === undefined ? null : content(infos[0])
  if (numbers !== null) return [numbers]
  if (!canEvaluate(node.op) || node.inputs.length === 0 || infos.length === 0) return null
  const constants: Constant[] = []
  for (const input of node.inputs) {
    const constant = known(input)
    if (constant === null || constant.dtype === 'complex64') return null
    if (constant.data === null && !whenRead.has(node.op)) return null
    constants.push(constant)
  }
  const outputs: Constant[] = []
  for (let i = 0; i < infos.length; i++) {
    const constant = output(node, infos[i] as ValueInfo, i, constants)
    if (constant === null) return null
    outputs.push(constant)
  }
  return outputs
}

/** An int32 value whose elements are all known by inference: a shape, an axis, a size. */
function content(info: ValueInfo): Constant | null {
  const numbers = info.constant === null ? numbersOf(info) : null
  const shape = numbers === null ? null : staticShape(info)
  return numbers === null || shape === null ? null : int32(numbers, shape)
}

function output(node: GraphNode, info: ValueInfo, index: number, from: readonly Constant[]): Constant | null {
  const shape = staticShape(info)
  const { dtype } = info
  if (shape === null || dtype === 'resource' || dtype === 'variant' || dtype === 'complex64') return null
  const size = sizeOf(shape)
  if (size > maxGrowth && from.every((constant) => sizeOf(constant.shape) < size)) return null
  const call = { op: node.op, attributes: node.attributes, output: index, dtype, shape }
  // Constants in memory are folded immediately; for others, folding must be certain to succeed when they are read.
  const values = inMemory(from)
  if (values !== null) {
    const data = evaluate(call, values)
    return data === null || data.length !== size ? null : literal(dtype, shape, data)
  }
  if (dtype === 'string' || from.some((constant) => constant.dtype === 'string')) return null
  return derived(
    from,
    dtype,
    shape,
    (...data) =>
      evaluate(
        call,
        from.map(({ dtype, shape }, i) => ({ dtype, shape, data: data[i] ?? [] })),
      ) ?? unexpected(node),
  )
}

/** `null` if one of them has not been read yet. */
function inMemory(constants: readonly Constant[]): readonly TensorValue[] | null {
  const values: TensorValue[] = []
  for (const { dtype, shape, data } of constants) {
    if (data === null) return null
    values.push({ dtype, shape, data })
  }
  return values
}

function unexpected(node: GraphNode): never {
  throw new EngineError('internal', `The constant ${node.name} (${node.op}) could not be folded.`)
}
