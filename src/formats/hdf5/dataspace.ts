import type { Cursor } from './cursor.ts'

/** `null`: no elements. `[]`: one element. */
export type Extent = readonly number[] | null

/** Reads a dataspace message, versions 1 and 2. Raises `model-invalid`, also above 2⁵³ elements. */
export function readDataspace(cursor: Cursor): Extent {
  const version = cursor.u8()
  const rank = cursor.u8()
  cursor.u8()
  if (version !== 1 && version !== 2) throw cursor.invalid(`has a dataspace of version ${version}`)
  if (rank > 32) throw cursor.invalid(`has ${rank} dimensions`)
  if (version === 2 && cursor.u8() === 2) return null
  if (version === 1) cursor.skip(5)
  const shape: number[] = []
  let count = 1
  for (let axis = 0; axis < rank; axis++) {
    const size = cursor.length()
    shape.push(size)
    count *= Math.max(1, size)
  }
  if (!Number.isSafeInteger(count)) throw cursor.invalid(`has the shape [${shape.join(', ')}], which is too large`)
  return shape
}
