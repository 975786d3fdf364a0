import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Cell } from './cell.ts'

/** Several cells as one: each takes the previous cell's output within the same step. */
export function stacked(cells: readonly Cell[]): Cell {
  const [first] = cells
  if (first === undefined || cells.length === 1) return first ?? empty
  const weightsOf = (weights: readonly Value[]) => portions(weights, (cell) => cell.weights.length)
  const statesOf = (states: readonly Value[]) => portions(states, (cell) => cell.states)
  const last = cells.at(-1) as Cell
  const states = cells.reduce((sum, cell) => sum + cell.states, 0)

  /** Splits a list into one part per cell. */
  function portions<T>(list: readonly T[], count: (cell: Cell) => number): readonly (readonly T[])[] {
    let start = 0
    return cells.map((cell) => {
      const from = start
      start += count(cell)
      return list.slice(from, start)
    })
  }

  return {
    weights: cells.flatMap((cell) => cell.weights),
    states,
    output: states - last.states + last.output,
    project: (b, weights, x) => first.project(b, weightsOf(weights)[0] ?? [], x),
    // Stacking requires cells that know their own width.
    stateShapes: () => cells.flatMap((cell) => cell.stateShapes([])),
    step: (b: GraphBuilder, weights, inputs, all) => {
      let projected = inputs
      const parts = statesOf(all)
      const own = weightsOf(weights)
      return cells.flatMap((cell, i) => {
        const states = cell.step(b, own[i] ?? [], projected, parts[i] ?? [])
        const next = cells[i + 1]
        if (next !== undefined) projected = next.project(b, own[i + 1] ?? [], states[cell.output] as Value)
        return states
      })
    },
  }
}

const empty: Cell = {
  weights: [],
  states: 0,
  output: 0,
  project: () => [],
  stateShapes: () => [],
  step: () => [],
}
