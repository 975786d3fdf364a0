import { type Constant, stored } from '../../../graph/constant.ts'
import { decode } from './decode.ts'
import type { LocatedGroup } from './files.ts'
import { GroupBytes, ReadAhead } from './group-bytes.ts'
import { layOut } from './layout.ts'
import type { WeightSpec } from './manifest.ts'

/** A weight under its manifest name; names may repeat. */
export interface WeightEntry {
  readonly name: string
  readonly constant: Constant
}

/** The model's weights, each read on demand; optimizer state is left out. All files must be present. */
export async function weightEntries(
  groups: readonly LocatedGroup[],
  main: string,
  signal?: AbortSignal,
): Promise<readonly WeightEntry[]> {
  const ahead = new ReadAhead()
  const entries: WeightEntry[] = []
  for (const { group, shards } of groups) {
    const bytes = new GroupBytes(
      shards.flatMap(({ file }) => (file === null ? [] : [file])),
      ahead,
    )
    for (const { spec, start, end } of await layOut(group, bytes, main, signal)) {
      if (spec.optimizer) continue
      entries.push({
        name: spec.name,
        constant: stored({
          dtype: spec.dtype,
          shape: spec.shape,
          bytes: end - start,
          file: bytes.names(start, end),
          read: async (abort) => decode(spec, await bytes.read(start, end, abort)),
          ...(isPlainFloat(spec) && { fill: (abort) => bytes.fill(start, end, abort) }),
        }),
      })
    }
  }
  return entries
}

/** The stored values need no conversion. */
function isPlainFloat({ dtype, quantisation }: WeightSpec): boolean {
  return dtype === 'float32' && quantisation === null
}
