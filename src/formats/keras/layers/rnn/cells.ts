import { EngineError } from '../../../../base/errors.ts'
import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { asArray } from '../../../shared/json-value.ts'
import type { Child, LayerCall, LayerRow, Lowered } from '../contract.ts'
import { innerLayer, layerOf } from '../inner-layer.ts'
import type { Layer } from '../layer.ts'
import { memberPaths } from '../paths.ts'
import { type KerasTensor, tensorsOf } from '../tensor.ts'
import type { Cell, CellRow, WeightSource } from './cell.ts'
import { convLstmCells } from './cell-conv.ts'
import { cudnnGruCell, gruCell } from './cell-gru.ts'
import { cudnnLstmCell, lstmCell } from './cell-lstm.ts'
import { simpleCell } from './cell-simple.ts'
import { stacked } from './cell-stacked.ts'

const rows: readonly CellRow[] = [simpleCell, lstmCell, gruCell, cudnnLstmCell, cudnnGruCell, ...convLstmCells]

const byClass = new Map(rows.flatMap((row) => row.classes.map((name) => [name, row] as const)))

/** The cells of an RNN layer with their paths in the weights file: one, or those of a stack. */
export function cellsOf(layer: Layer): readonly Child[] {
  const cell = layer.get('cell')
  if (Array.isArray(cell)) return stackOf(layer, cell, 'cell/cells')
  return expanded(innerLayer(layer, 'cell'), 'cell')
}

function expanded(cell: Layer, path: string): readonly Child[] {
  return cell.className === 'StackedRNNCells' ? membersOf(cell, `${path}/`) : [{ path, layer: cell }]
}

function membersOf(stack: Layer, under = ''): readonly Child[] {
  const cells = asArray(stack.get('cells'))
  if (cells === null) throw stack.invalid('cells', 'a list of cells', stack.get('cells'))
  return stackOf(stack, cells, `${under}cells`)
}

function stackOf(outer: Layer, cells: readonly unknown[], path: string): readonly Child[] {
  const layers = cells.map((value) => {
    const cell = layerOf(value, outer.dialect)
    if (cell === null) throw outer.invalid('cells', 'a list of cells', value)
    return cell
  })
  const paths = memberPaths(
    path,
    layers.map(({ className }) => className),
  )
  return layers.flatMap((cell, i) => expanded(cell, paths[i] as string))
}

/** Raises `custom-layer` for a cell that is not part of Keras. */
export function makeCell(b: GraphBuilder, layer: Layer, weights: WeightSource): Cell {
  const row = byClass.get(layer.className)
  if (row !== undefined) return row.make(b, layer, weights)
  throw new EngineError(
    'custom-layer',
    `The recurrent cell "${layer.name}" has the class ${layer.className}, which Keras does not have.`,
    'Export the model as a SavedModel, which stores the operations themselves.',
  )
}

export function makeStack(b: GraphBuilder, children: readonly Child[], weights: (path: string) => WeightSource): Cell {
  return stacked(children.map(({ path, layer }) => makeCell(b, layer, weights(path))))
}

/** A cell called as a layer: one step, `cell(x, states)` → output and new states. */
export const cellRows: readonly LayerRow[] = [
  ...rows.map(
    (row): LayerRow => ({
      classes: row.classes,
      variables: row.variables,
      lower: (call): Lowered => {
        const cell = row.make(call.b, call.layer, call)
        return oneStep(call.b, cell, call.x, statesOf(call))
      },
    }),
  ),
  {
    classes: ['StackedRNNCells'],
    children: (layer) => membersOf(layer),
    lower: (call): Lowered =>
      oneStep(
        call.b,
        makeStack(call.b, membersOf(call.layer), (path) => call.child(path)),
        call.x,
        statesOf(call),
      ),
  },
]

function statesOf({ args, kwargs, inputs }: LayerCall): readonly KerasTensor[] {
  const given = [...args.slice(1).flatMap(tensorsOf), ...tensorsOf(kwargs.states)]
  return given.length > 0 ? given : inputs.slice(1)
}

function oneStep(b: GraphBuilder, cell: Cell, x: Value, states: readonly KerasTensor[]): Lowered {
  const values = states.map(({ value }) => value)
  const next = cell.step(b, cell.weights, cell.project(b, cell.weights, x), values)
  return [...next.slice(cell.output, cell.output + 1), ...next]
}
