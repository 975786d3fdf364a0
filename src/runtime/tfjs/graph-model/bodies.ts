import type { Tensor } from '@tensorflow/tfjs-core'
import { withLists } from '../ops/lists.ts'
import type { TensorLists } from '../ops/tensor-list.ts'
import type { BodyExecutor, GraphModel } from './adapter.ts'
import { isAsynchronous, reachable } from './operations.ts'

/**
 * Runs loop and branch bodies synchronously if none of their ops is asynchronous. tfjs-converter 4.22 runs every body
 * with its asynchronous executor, which plans the execution again at every call, over all weights of the model; the
 * synchronous one plans once. Call this after the weights are set.
 */
export function installFastBodies({ executor }: GraphModel): void {
  const weights = executor.weightMap
  for (const body of Object.values(executor._functionExecutorMap)) {
    const own = body.graph.weights.map(({ name }) => [name, weights[name]] as const)
    Object.defineProperty(body, 'weightMap', { value: Object.fromEntries(own) })
    if (!reachable(body).some(isAsynchronous)) runSynchronously(body)
  }
}

function runSynchronously(body: BodyExecutor): void {
  const inputs = body.inputs.map(({ name }) => name)
  const outputs = [...body.outputNodes]
  // It would compare dtypes with those of the parameters, which some files omit; the caller's are correct.
  body.checkInputShapeAndType = () => undefined
  body.executeFunctionAsync = async (tensors: readonly Tensor[], _arrays: unknown, lists: TensorLists) =>
    withLists(lists, () =>
      body.execute(Object.fromEntries(inputs.map((name, i) => [name, tensors[i] as Tensor])), outputs),
    )
}
