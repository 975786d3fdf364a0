import { EngineError } from '../../base/errors.ts'
import { sizeOf, type TensorData, type TensorValue } from '../../base/tensor.ts'
import { type Constant, derived, int32 } from '../constant.ts'
import { canEvaluate, evaluate } from '../evaluate/index.ts'
import { type GraphNode, outputOf, type Value } from '../graph.ts'
import { numbersOf, staticShape } from '../infer/shape.ts'
import { Rewriter } from '../rewrite.ts'
import type { Pass } from './contract.ts'

/** Elements that a fold may make more of than it takes: beyond, the operation is cheaper than its result. */
const mostAdded = 65_536

/** Ops that may be computed when a weight is read; the others are, where their inputs are in memory. */
const whenRead = new Set([
  ...['Reshape', 'Squeeze', 'ExpandDims', 'Identity', 'Transpose', 'Cast', 'ConcatV2', 'Pack', 'StopGradient'],
  ...['Mul', 'Add', 'AddV2', 'Sub', 'RealDiv', 'Neg', 'Rsqrt', 'Sqrt', 'Square', 'Abs', 'Exp', 'Maximum', 'Minimum'],
])

export const constantFolding: Pass = {
  id: 'constant-folding',
  label: 'Computes what does not depend on the input once, ahead',
  run(graph) {
    const rewriter = new Rewriter(graph)
    for (const node of rewriter.originals()) {
      const folded = fold(node, rewriter)
      if (folded === null) continue
      folded.forEach((constant, i) => {
        const value = outputOf(node.name, i)
        const made = rewriter.constant(constant, `${node.name}/folded`)
        // An output of the model stays an operation: a run gives out tensors of its own.
        rewriter.replace(value, rewriter.index.isOutput(value) ? rewriter.op('Identity', [made]) : made)
      })
    }
    return { graph: rewriter.finish(), changes: rewriter.changes }
  },
}

function fold(node: GraphNode, rewriter: Rewriter): readonly Constant[] | null {
  if (node.op === 'Const' || node.op === 'Placeholder' || (node.controls?.length ?? 0) > 0) return null
  const only = outputOf(node.name)
  if (node.op === 'Identity' && rewriter.index.isOutput(only)) return null
  const known = content(only, rewriter)
  if (known !== null) return [known]
  if (!canEvaluate(node.op) || node.inputs.length === 0) return null
  const constants: Constant[] = []
  for (const input of node.inputs) {
    const { constant } = rewriter.info(rewriter.resolve(input))
    if (constant === null) return null
    constants.push(constant)
  }
  if (constants.some(({ data }) => data === null) && !whenRead.has(node.op)) return null
  if (constants.some(({ dtype }) => dtype === 'complex64')) return null
  const outputs: Constant[] = []
  for (let i = 0; ; i++) {
    const value = outputOf(node.name, i)
    if (!rewriter.has(value)) return outputs
    const constant = output(node, value, i, constants, rewriter)
    if (constant === null) return null
    outputs.push(constant)
  }
}

/** An int32 value of which inference knows every element: a shape, an axis, a size. */
function content(value: Value, rewriter: Rewriter): Constant | null {
  if (!rewriter.has(value)) return null
  const info = rewriter.info(value)
  const numbers = info.constant === null ? numbersOf(info) : null
  const shape = numbers === null ? null : staticShape(info)
  return numbers === null || shape === null ? null : int32(numbers, shape)
}

function output(node: GraphNode, value: Value, index: number, from: readonly Constant[], rewriter: Rewriter) {
  const info = rewriter.info(value)
  const shape = staticShape(info)
  const { dtype } = info
  if (shape === null || dtype === 'resource' || dtype === 'variant' || dtype === 'complex64') return null
  const largest = Math.max(...from.map((constant) => sizeOf(constant.shape)))
  if (sizeOf(shape) > largest && sizeOf(shape) > mostAdded) return null
  const call = { op: node.op, attributes: node.attributes, output: index, dtype, shape }
  const compute = (...data: readonly TensorData[]) =>
    evaluate(
      call,
      from.map((constant, i): TensorValue => ({ dtype: constant.dtype, shape: constant.shape, data: data[i] ?? [] })),
    )
  // What is in memory is tried at once; what is not must be sure to work when it is read.
  if (from.every(({ data }) => data !== null)) {
    const data = compute(...from.map((constant) => constant.data ?? []))
    if (data === null || data.length !== sizeOf(shape)) return null
    return derived([], dtype, shape, () => data)
  }
  if (dtype === 'string' || from.some((constant) => constant.dtype === 'string')) return null
  return derived(from, dtype, shape, (...data) => compute(...data) ?? unexpected(node))
}

function unexpected(node: GraphNode): never {
  throw new EngineError('internal', `The constant ${node.name} (${node.op}) could not be computed ahead.`)
}
