import type { TensorData, TensorValue } from '../../base/tensor.ts'
import type { EvaluateCall, EvaluateRow, Evaluator } from './contract.ts'
import { elementwise } from './elementwise.ts'
import { joining } from './joining.ts'
import { movement } from './movement.ts'
import { reduction } from './reduction.ts'

const families: readonly (readonly EvaluateRow[])[] = [elementwise, movement, joining, reduction]

const evaluators: ReadonlyMap<string, Evaluator> = new Map(
  families
    .flat()
    .flatMap(([ops, evaluate]) => (typeof ops === 'string' ? [ops] : ops).map((op) => [op, evaluate] as const)),
)

/** Whether this op can be evaluated on constants. */
export function canEvaluate(op: string): boolean {
  return evaluators.has(op)
}

/** Evaluates one output of a node with constant inputs; `null` if unsupported. */
export function evaluate(call: EvaluateCall, inputs: readonly TensorValue[]): TensorData | null {
  return evaluators.get(call.op)?.(call, inputs) ?? null
}
