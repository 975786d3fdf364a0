import type { Cursor } from './cursor.ts'
import { damaged } from './errors.ts'
import type { Space } from './space.ts'

/** Maximum number of nodes in one tree; a file with more is damaged, not large. */
const mostNodes = 1_000_000

/**
 * Walks a version 1 B-tree (III.A.1). Yields, for each leaf entry, what `key` read before it and the address it points
 * to. `type`: 0 for groups, 1 for chunks. Raises `model-invalid` for a tree that contains itself, and `cancelled`.
 */
export function leavesOf<K>(
  space: Space,
  root: number,
  type: 0 | 1,
  keyLength: number,
  key: (cursor: Cursor) => K,
): readonly Leaf<K>[] {
  const found: Leaf<K>[] = []
  visit({ space, type, keyLength, key, found, seen: new Set() }, root, null)
  return found
}

interface Leaf<K> {
  readonly key: K
  readonly address: number
}

interface Walk<K> {
  readonly space: Space
  readonly type: number
  readonly keyLength: number
  readonly key: (cursor: Cursor) => K
  readonly found: Leaf<K>[]
  readonly seen: Set<number>
}

const what = 'a B-tree'

function visit<K>(walk: Walk<K>, address: number, expectedLevel: number | null): void {
  const { space, type, keyLength, key, found, seen } = walk
  if (seen.has(address) || seen.size >= mostNodes) throw damaged(space.path, 'a B-tree contains a cycle')
  seen.add(address)
  const headLength = 8 + 2 * space.offsetSize
  const head = space.at(address, headLength, what)
  head.expect('TREE')
  const nodeType = head.u8()
  const level = head.u8()
  const entries = head.u16()
  if (nodeType !== type || (expectedLevel !== null && level !== expectedLevel))
    throw head.invalid(`has a node of type ${nodeType} at level ${level}, which is invalid`)
  const body = space.at(address + headLength, entries * (keyLength + space.offsetSize), what)
  for (let i = 0; i < entries; i++) {
    const entry = { key: key(body.sub(keyLength)), address: body.address() }
    if (level > 0) visit(walk, entry.address, level - 1)
    else found.push(entry)
  }
}
