import type { Tensor } from '@tensorflow/tfjs-core'
import { withLists } from '../ops/lists.ts'
import type { TensorLists } from '../ops/tensor-list.ts'
import type { BodyExecutor, GraphModel } from './adapter.ts'
import { isAsynchronous, reachable } from './operations.ts'

/**
 * Lets the bodies of loops and branches run in one go where none of their ops has to be waited for. tfjs-converter 4.22 runs
 * every body by its asynchronous executor, which works out what is to be run anew at every call, and over all weights of the
 * model; its synchronous one works that out once. Called when the weights are there.
 */
export function installFastBodies({ executor }: GraphModel): void {
  const weights = executor.weightMap
  for (const body of Object.values(executor._functionExecutorMap)) {
    const own = body.graph.weights.map(({ name }) => [name, weights[name]] as const)
    Object.defineProperty(body, 'weightMap', { value: Object.fromEntries(own) })
    if (!reachable(body).some(isAsynchronous)) runInOneGo(body)
  }
}

function runInOneGo(body: BodyExecutor): void {
  const inputs = body.inputs.map(({ name }) => name)
  const outputs = [...body.outputNodes]
  // It compares dtypes with those of the parameters, which not every file states; the caller's are right.
  body.checkInputShapeAndType = () => undefined
  body.executeFunctionAsync = async (tensors: readonly Tensor[], _arrays: unknown, lists: TensorLists) =>
    withLists(lists, () =>
      body.execute(Object.fromEntries(inputs.map((name, i) => [name, tensors[i] as Tensor])), outputs),
    )
}
