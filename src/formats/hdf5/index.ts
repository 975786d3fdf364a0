import type { ByteSource } from '../../files/tree.ts'
import { attributesOf } from './attributes.ts'
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from './contract.ts'
import { readDataset } from './dataset.ts'
import { GlobalHeap } from './global-heap.ts'
import { isGroup, linksOf } from './links.ts'
import { readMessages } from './object-header.ts'
import type { Space } from './space.ts'
import { readSuperblock } from './superblock.ts'

/**
 * Opens an HDF5 file where it lies: a few kilobytes are read now, groups and attributes when they are asked for, values
 * when a constant is read. `path` is for messages. Raises `file-truncated` when the file is shorter than it says,
 * `model-invalid` when it is damaged, `known-but-unsupported`, `file-unreadable`, `cancelled`.
 */
export async function openHdf5(source: ByteSource, path: string, signal?: AbortSignal): Promise<Hdf5File> {
  const { space, root } = await readSuperblock(source, path, signal)
  return { root: group(space, new GlobalHeap(space), root, '') }
}

function group(space: Space, heap: GlobalHeap, address: number, path: string): Hdf5Group {
  return {
    kind: 'group',
    path,
    address,
    attributes: attributes(space, heap, address),
    children: async (signal) => {
      const links = await space.structure(() => linksOf(space, readMessages(space, address)), signal)
      const children = links.map(async (link) => {
        const name = path === '' ? link.name : `${path}/${link.name}`
        return [link.name, await space.structure(() => object(space, heap, link.address, name), signal)] as const
      })
      return new Map(await Promise.all(children))
    },
  }
}

function object(space: Space, heap: GlobalHeap, address: number, path: string): Hdf5Group | Hdf5Dataset {
  const messages = readMessages(space, address)
  if (isGroup(messages)) return group(space, heap, address, path)
  return readDataset(space, heap, messages, path, attributes(space, heap, address))
}

function attributes(space: Space, heap: GlobalHeap, address: number): Hdf5Group['attributes'] {
  return (signal) => space.structure(() => attributesOf(space, heap, readMessages(space, address)), signal)
}
