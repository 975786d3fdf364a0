import type { ByteSource } from '../../files/tree.ts'
import { attributesOf } from './attributes.ts'
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from './contract.ts'
import { readDataset } from './dataset.ts'
import { GlobalHeap } from './global-heap.ts'
import { isGroup, type Link, linksOf, type SymbolTable, symbolLinks, symbolTableOf } from './links.ts'
import { readMessages } from './object-header.ts'
import type { Space } from './space.ts'
import { readSuperblock } from './superblock.ts'

/**
 * Opens an HDF5 file in place: reads a few kilobytes now, groups and attributes on demand, and values when a constant
 * is read. `path` is for messages. Raises `file-truncated` if the file is shorter than it states, `model-invalid` if it
 * is damaged, `known-but-unsupported`, `file-unreadable`, `cancelled`.
 */
export async function openHdf5(source: ByteSource, path: string, signal?: AbortSignal): Promise<Hdf5File> {
  const { space, root } = await readSuperblock(source, path, signal)
  return { root: group(space, new GlobalHeap(space), root, '') }
}

/** `table` if its object header was parsed already. */
function group(
  space: Space,
  heap: GlobalHeap,
  address: number,
  path: string,
  table: SymbolTable | null = null,
): Hdf5Group {
  const links = () => (table === null ? linksOf(space, readMessages(space, address)) : symbolLinks(space, table))
  const child = (link: Link) => object(space, heap, link.address, path === '' ? link.name : `${path}/${link.name}`)
  return {
    kind: 'group',
    path,
    address,
    attributes: attributes(space, heap, address),
    children: async (signal) => {
      if (space.inMemory) return space.structure(() => namedBy(links(), child), signal)
      const found = await space.structure(links, signal)
      // In parallel; each restarts after the bytes that it lacked have been read.
      const children = await Promise.all(found.map((link) => space.structure(() => child(link), signal)))
      return new Map(found.map(({ name }, i) => [name, children[i] as Hdf5Group | Hdf5Dataset]))
    },
  }
}

function namedBy<T>(links: readonly Link[], child: (link: Link) => T): ReadonlyMap<string, T> {
  const children = new Map<string, T>()
  for (const link of links) children.set(link.name, child(link))
  return children
}

function object(space: Space, heap: GlobalHeap, address: number, path: string): Hdf5Group | Hdf5Dataset {
  const messages = readMessages(space, address)
  if (isGroup(messages)) return group(space, heap, address, path, symbolTableOf(messages))
  return readDataset(space, heap, messages, path, attributes(space, heap, address))
}

function attributes(space: Space, heap: GlobalHeap, address: number): Hdf5Group['attributes'] {
  return (signal) => space.structure(() => attributesOf(space, heap, readMessages(space, address)), signal)
}
