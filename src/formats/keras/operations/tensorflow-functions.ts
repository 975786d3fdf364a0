import { EngineError } from '../../../base/errors.ts'
import type { LayerCall, LayerRow, Lowered } from '../layers/contract.ts'
import { Layer } from '../layers/layer.ts'
import { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { operationRows } from './index.ts'
import { tensorFlowOpRow } from './tensorflow-op.ts'

const byFunction = new Map(
  [...operationRows].reverse().flatMap((row) => (row.functions ?? []).map((name) => [name, row] as const)),
)

/** TensorFlow functions recorded by Keras 2 as layers: `{class_name: 'TFOpLambda', config: {function: 'math.add'}}`. */
const lambda: LayerRow = { classes: ['TFOpLambda', 'SlicingOpLambda'], lower }

function lower(call: LayerCall): Lowered {
  const { layer } = call
  const name = layer.string('function')
  const row = rowOf(name)
  if (row === null)
    throw new EngineError(
      'unknown-layer',
      `Layer "${layer.name}" calls the TensorFlow function "${name}", which is not supported.`,
      'Export the model as a SavedModel, which stores the operations themselves.',
    )
  // The config belongs to the layer, not the function: its dtype must not become a dtype argument.
  const bare = new Layer('TFOpLambda', null, layer.name, {}, layer.dialect)
  const own: LayerCall = Object.create(call, { layer: { value: bare } })
  return row.lower(new Arguments(own, row.parameters))
}

function rowOf(name: string): OperationRow | null {
  const bare = name.replace(/^tf\./, '').replace(/^compat\.v[12]\./, '')
  return byFunction.get(name) ?? byFunction.get(bare) ?? byFunction.get(`math.${bare}`) ?? null
}

export const tensorFlowFunctionRows: readonly LayerRow[] = [lambda, tensorFlowOpRow]
