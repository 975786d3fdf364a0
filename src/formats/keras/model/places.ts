import type { LayerNode, ModelNode, RowNode } from './nodes.ts'

/** The layer under which a `.keras` file stores a variable, and its index there; −1 if it is not stored. */
export interface Place {
  readonly row: RowNode
  readonly number: number
}

/** Where variables are stored, by number. */
export class Places {
  private readonly takers = new Map<RowNode, RowNode>()

  constructor(model: ModelNode) {
    this.visit(model)
  }

  of(row: RowNode, variable: string): Place {
    const taker = this.takers.get(row)
    if (taker !== undefined && replacedBy(taker).includes(variable))
      return { row: taker, number: [...takenBy(taker), ...replacedBy(taker)].indexOf(variable) }
    const left =
      taker === undefined ? row.variables : row.variables.filter(({ name }) => !replacedBy(taker).includes(name))
    const place = left.findIndex(({ name }) => name === variable)
    return { row, number: place < 0 ? place : takenBy(row).length + replacedBy(row).length + place }
  }

  /** Whether a file stores variables under the layer. */
  any(row: RowNode): boolean {
    return row.variables.some(({ name }) => this.of(row, name).row === row)
  }

  private visit(node: LayerNode): void {
    if (node.kind === 'input') return
    if (node.kind === 'model') for (const member of node.members) this.visit(member.node)
    else {
      const child = node.children.get(node.row.takesOver?.(node.layer).child ?? '')
      if (child?.kind === 'row') this.takers.set(child, node)
      for (const one of node.children.values()) this.visit(one)
    }
  }
}

function replacedBy({ row, layer }: RowNode): readonly string[] {
  return row.takesOver?.(layer).replaced ?? []
}

/** The trainable variables of the inner layer that the wrapper lists first; none if that layer is frozen. */
function takenBy({ row, layer, children }: RowNode): readonly string[] {
  const taken = row.takesOver?.(layer)
  const child = children.get(taken?.child ?? '')
  if (taken?.trainable !== true || child?.kind !== 'row' || child.layer.get('trainable') === false) return []
  return child.variables.filter(({ trainable }) => trainable).map(({ name }) => name)
}
