/** Names of the layers, or nodes, that a node was made from; nodes of one layer share the array. */
export type Origin = readonly string[]

export const noOrigin: Origin = []

/** All names of both, each once. Returns one of the two arrays if it has them all. */
export function joinOrigins(a: Origin, b: Origin): Origin {
  if (a === b || b.length === 0) return a
  if (a.length === 0) return b
  const added = b.filter((name) => !a.includes(name))
  return added.length === 0 ? a : [...a, ...added]
}

/** The names of all these nodes, in their order. */
export function originOf(nodes: readonly { readonly origin?: Origin }[]): Origin {
  return nodes.reduce<Origin>((all, { origin = noOrigin }) => joinOrigins(all, origin), noOrigin)
}
