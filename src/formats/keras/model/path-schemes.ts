import { snakeCase } from '../layers/paths.ts'
import type { WeightStore } from './contract.ts'
import { type LayerNode, type ModelNode, plainClass, type RowNode } from './nodes.ts'
import type { Places } from './places.ts'

type Store = Extract<WeightStore, { readonly kind: 'by-path' }>

/** Paths of layers in a weights file, where they differ from `RowNode.path`. */
type Paths = ReadonlyMap<RowNode, string>

/** How a writer names the members of a model. */
type Scheme = (model: ModelNode, places: Places) => readonly string[]

/**
 * Keras 2.12 to 2.14 list each layer with weights twice, and number both: after `conv2d`, the next of its class is
 * `conv2d_2`.
 */
const listedTwice: Scheme = ({ members }, places) => {
  const counts = new Map<string, number>()
  return members.map(({ node }) => {
    const name = snakeCase(plainClass(node.layer))
    const before = counts.get(name) ?? 0
    counts.set(name, before + (rowsOf(node, places).length > 0 ? 2 : 1))
    return before === 0 ? name : `${name}_${before}`
  })
}

/** By the names of layers in place of their numbered classes. */
const byName: Scheme = ({ members }) => members.map(({ entry }) => entry.layer.name)

/**
 * The paths of another naming scheme, if the file has all weights under those but not under the usual ones. Also, for a
 * layer without weights, the paths of a layer with the same name and config.
 */
export function pathsIn(store: Store, model: ModelNode, places: Places): Paths {
  const usual: Paths = new Map()
  const holdsAll = (paths: Paths) => rowsOf(model, places).every((row) => holds(store, row, paths))
  if (holdsAll(usual)) return usual
  return (
    [listedTwice, byName].map((scheme) => pathsBy(scheme, model, places)).find(holdsAll) ??
    pathsOfTwins(store, model, places)
  )
}

/**
 * A layer that is called by itself and inside a wrapper is saved once, under the path that Keras walks first, and the
 * file may not say that the two configs are of one object.
 */
function pathsOfTwins(store: Store, model: ModelNode, places: Places): Paths {
  const paths = new Map<RowNode, string>()
  const all = nodesOf(model)
  for (const node of all) {
    const rows = rowsOf(node, places)
    if (rows.length === 0 || rows.some((row) => holds(store, row, paths))) continue
    const twin = all.find(
      (other) =>
        other !== node && isSame(other, node) && rowsOf(other, places).every((row) => holds(store, row, paths)),
    )
    if (twin === undefined) continue
    rowsOf(twin, places).forEach((row, i) => {
      const own = rows[i]
      if (own !== undefined) paths.set(own, row.path)
    })
  }
  return paths
}

function isSame(a: LayerNode, b: LayerNode): boolean {
  const { className, name } = a.layer
  return className === b.layer.className && name === b.layer.name && textOf(a) === textOf(b)
}

/** The config without what tells two copies of one object apart. */
function textOf({ layer }: LayerNode): string {
  return JSON.stringify(layer.config, (key, value) =>
    key === 'shared_object_id' || key === 'build_config' ? undefined : value,
  )
}

function holds(store: Store, row: RowNode, paths: Paths): boolean {
  const path = `${paths.get(row) ?? row.path}/vars`
  return store.at(`${path}/0`) !== null || row.variables.some(({ name }) => store.at(`${path}/${name}`) !== null)
}

function pathsBy(scheme: Scheme, model: ModelNode, places: Places): Paths {
  const paths = new Map<RowNode, string>()
  const visit = (node: LayerNode, path: string): void => {
    if (node.kind === 'model') {
      const names = scheme(node, places)
      node.members.forEach((member, i) => {
        visit(member.node, `${path === '' ? '' : `${path}/`}layers/${names[i]}`)
      })
    } else if (node.kind === 'row' && !paths.has(node)) {
      paths.set(node, path)
      for (const [attribute, child] of node.children) visit(child, `${path}/${attribute}`)
    }
  }
  visit(model, '')
  return paths
}

/** A node and all nodes inside it, outer ones first; each once. */
function nodesOf(node: LayerNode, seen = new Set<LayerNode>()): readonly LayerNode[] {
  if (node.kind === 'input' || seen.has(node)) return []
  seen.add(node)
  const inner = node.kind === 'model' ? node.members.map((member) => member.node) : [...node.children.values()]
  return [node, ...inner.flatMap((one) => nodesOf(one, seen))]
}

/** The layers in a node under which a file stores variables. */
function rowsOf(node: LayerNode, places: Places): readonly RowNode[] {
  return nodesOf(node).filter((one): one is RowNode => one.kind === 'row' && places.any(one))
}
