import { throwIfAborted } from '../../base/abort.ts'
import { mapConcurrently } from '../../base/concurrency.ts'
import type { Hdf5Dataset, Hdf5Group } from './contract.ts'
import { damaged } from './errors.ts'

/** Maximum number of objects per file, and maximum depth of groups; valid files stay far below. */
const mostObjects = 500_000
const deepest = 64
const readsAtOnce = 16

/**
 * Every dataset below a group, by its relative path. `enter` selects the groups to descend into. Raises `model-invalid`
 * for groups that contain themselves, and `cancelled`.
 */
export async function datasetsBelow(
  group: Hdf5Group,
  file: string,
  enter: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Hdf5Dataset>> {
  const found = new Map<string, Hdf5Dataset>()
  let objects = 0
  const visit = async (current: Hdf5Group, prefix: string, above: readonly number[]): Promise<void> => {
    throwIfAborted(signal)
    if (above.includes(current.address) || above.length >= deepest)
      throw damaged(file, `the group ${current.path} contains itself`)
    const children = await current.children(signal)
    objects += children.size
    if (objects > mostObjects) throw damaged(file, `it holds more than ${mostObjects} groups and datasets`)
    const groups: (readonly [string, Hdf5Group])[] = []
    for (const [name, child] of children) {
      const path = prefix === '' ? name : `${prefix}/${name}`
      if (child.kind === 'dataset') found.set(path, child)
      else if (enter(path)) groups.push([path, child])
    }
    const inside = [...above, current.address]
    const [only] = groups
    if (only !== undefined && groups.length === 1) await visit(only[1], only[0], inside)
    else await mapConcurrently(groups, readsAtOnce, ([path, child]) => visit(child, path, inside))
  }
  await visit(group, '', [])
  return found
}
