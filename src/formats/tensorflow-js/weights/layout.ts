import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { GroupBytes } from './group-bytes.ts'
import { storedBytes, type WeightGroup, type WeightSpec } from './manifest.ts'

/** Byte range of a tensor in its group. */
export interface PlacedSpec {
  readonly spec: WeightSpec
  readonly start: number
  readonly end: number
}

/**
 * Locates every tensor of a group. Only strings must be read for this: each is a little-endian uint32 length followed
 * by UTF-8. Raises `weights-wrong-size` if the tensors do not end where the files do, `cancelled`.
 */
export async function layOut(
  group: WeightGroup,
  bytes: GroupBytes,
  main: string,
  signal?: AbortSignal,
): Promise<readonly PlacedSpec[]> {
  const placed: PlacedSpec[] = []
  let offset = 0
  for (const spec of group.specs) {
    const start = offset
    offset = start + (storedBytes(spec) ?? (await stringBytes(spec, start, bytes, main, signal)))
    if (offset > bytes.size) throw mismatch(main, group, `${spec.name} ends at byte ${formatCount(offset)}`, bytes.size)
    placed.push({ spec, start, end: offset })
  }
  if (offset !== bytes.size) throw mismatch(main, group, `the tensors end at byte ${formatCount(offset)}`, bytes.size)
  return placed
}

/** Lengths are read in pieces of this size, so that a vocabulary of 10,000 words takes one read instead of 10,000. */
const piece = 256 * 1024

async function stringBytes(
  spec: WeightSpec,
  start: number,
  bytes: GroupBytes,
  main: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  let offset = start
  let held = new Uint8Array(0)
  let heldFrom = start
  for (let i = sizeOf(spec.shape); i > 0; i--) {
    if (offset + 4 > heldFrom + held.length) {
      heldFrom = offset
      held = await bytes.read(offset, Math.min(bytes.size, offset + piece), signal)
    }
    const complete = offset + 4 <= heldFrom + held.length
    if (complete) offset += 4 + new DataView(held.buffer, held.byteOffset + offset - heldFrom).getUint32(0, true)
    if (!complete || offset > bytes.size) {
      throw new EngineError(
        'weights-wrong-size',
        `${main}: the string weight ${spec.name} ends at byte ${formatCount(complete ? offset : bytes.size + 4)} or later, but its files end after ${formatCount(bytes.size)}.`,
        'The weight file is cut off or belongs to another model.',
      )
    }
  }
  return offset - start
}

function mismatch(main: string, group: WeightGroup, where: string, size: number): EngineError {
  return new EngineError(
    'weights-wrong-size',
    `${main} and ${group.paths.join(', ')} do not match: ${where}, but the files end after ${formatCount(size, 'byte')}.`,
    'The file is truncated, or belongs to another model or another version of this one. Take model.json and all weight files from the same export.',
  )
}
