import type { Cursor } from './cursor.ts'
import { damaged } from './errors.ts'
import type { Space } from './space.ts'

/** Signature, version and type in front of a node's records, checksum after them. */
const nodeFrame = 10
const mostRecords = 10_000_000

/** All records of a version 2 B-tree (III.A.2), each as a cursor, in tree order. */
export function recordsOf(space: Space, address: number): readonly Cursor[] {
  const what = 'a version 2 B-tree'
  const head = space.at(address, 22 + space.offsetSize + space.lengthSize, what)
  head.expect('BTHD')
  head.skip(2)
  const nodeSize = head.u32()
  const recordSize = head.u16()
  const depth = head.u16()
  head.skip(2)
  const root = head.offset()
  const rootRecords = head.u16()
  if (root === null) return []
  if (recordSize === 0 || nodeSize <= nodeFrame + recordSize || depth > 16)
    throw head.invalid('has an invalid node size, record size or depth')
  const levels = levelsOf(space, nodeSize, recordSize, depth)
  const found: Cursor[] = []

  const visit = (at: number, count: number, level: number): void => {
    const form = levels[level]
    if (form === undefined || count > form.most || found.length > mostRecords)
      throw damaged(space.path, `${what} has a node with an invalid record count (${count})`)
    const node = space.at(at, nodeSize, what)
    node.expect(level === 0 ? 'BTLF' : 'BTIN')
    node.skip(2)
    const records = Array.from({ length: count }, () => node.sub(recordSize))
    if (level === 0) {
      found.push(...records)
      return
    }
    for (let i = 0; i <= count; i++) {
      const child = node.address()
      const childRecords = node.uint(form.countSize)
      node.skip(form.totalSize)
      visit(child, childRecords, level - 1)
      const record = records[i]
      if (record !== undefined) found.push(record)
    }
  }
  visit(root, rootRecords, depth)
  return found
}

interface Level {
  /** How many records fit into a node. */
  readonly most: number
  /** Bytes in a child's record count, and in the record count of the child's whole subtree. */
  readonly countSize: number
  readonly totalSize: number
}

/** Field widths follow from how many records fit into a node at each level, leaves first. */
function levelsOf(space: Space, nodeSize: number, recordSize: number, depth: number): readonly Level[] {
  const leaf = Math.floor((nodeSize - nodeFrame) / recordSize)
  const countSize = bytesFor(leaf)
  const levels: Level[] = [{ most: leaf, countSize: 0, totalSize: 0 }]
  let total = leaf
  let totalSize = 0
  for (let level = 1; level <= depth; level++) {
    const pointer = space.offsetSize + countSize + totalSize
    const most = Math.floor((nodeSize - nodeFrame - pointer) / (recordSize + pointer))
    levels.push({ most, countSize, totalSize })
    total = (most + 1) * total + most
    totalSize = bytesFor(total)
  }
  return levels
}

/** Bytes needed to store a number. */
export function bytesFor(value: number): number {
  return Math.floor(Math.log2(Math.max(1, value)) / 8) + 1
}
