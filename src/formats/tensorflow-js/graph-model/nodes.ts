import { before } from '../../../base/trim.ts'
import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'

/** A GraphDef node in JSON; inputs are unparsed (`name`, `name:1`, `^name`). */
export interface GraphNode {
  readonly name: string
  readonly op: string
  readonly inputs: readonly string[]
  readonly attributes: JsonObject
}

/** Nodes of a GraphDef, or of a FunctionDef (`nodeDef`), in file order. */
export function graphNodes(graph: unknown): readonly GraphNode[] {
  return (asArray(get(graph, 'node', 'nodeDef')) ?? []).flatMap((node) => {
    const name = asString(get(node, 'name'))
    const op = asString(get(node, 'op'))
    if (name === null || op === null) return []
    const inputs = (asArray(get(node, 'input')) ?? []).flatMap((input) => asString(input) ?? [])
    return [{ name, op, inputs, attributes: asObject(get(node, 'attr')) ?? {} }]
  })
}

/** The node of an input: without `^` and `:1`. */
export function sourceOf(input: string): string {
  return before(input.replace(/^\^/, ''), ':')
}
