import type { TokenRole } from '../../base/token-roles.ts'
import type { ArrayValue } from '../input-value.ts'
import type { Encoded } from './encode.ts'

/** The values of one input for encoded texts, one per row. */
export function tensorFor(role: TokenRole, rows: readonly Encoded[], front: boolean): ArrayValue {
  const width = rows[0]?.tokens.length ?? 0
  switch (role) {
    case 'sparse-ids':
      return flat(rows.flatMap(({ tokens }) => tokens.map(({ id }) => id)))
    case 'sparse-positions': {
      const positions = rows.flatMap(({ tokens }, row) => tokens.flatMap((_, place) => [row, place]))
      return { ...flat(positions), shape: [positions.length / 2, 2] }
    }
    default: {
      const values = rows.flatMap((row) => valuesOf(role, row, front))
      return { ...flat(values), shape: [rows.length, width] }
    }
  }
}

function flat(values: readonly number[]): ArrayValue {
  return { type: 'tensor', shape: [values.length], data: Int32Array.from(values) }
}

function valuesOf(role: 'ids' | 'mask' | 'types', { tokens, used }: Encoded, front: boolean): readonly number[] {
  const first = front ? tokens.length - used : 0
  const isUsed = (place: number) => place >= first && place < first + used
  if (role === 'ids') return tokens.map(({ id }) => id)
  if (role === 'mask') return tokens.map((_, place) => (isUsed(place) ? 1 : 0))
  // A marker belongs to the text before it; what follows the first text's is of the second.
  let text = 0
  return tokens.map((token, place) => {
    if (token.text === 1) text = 1
    return isUsed(place) ? text : 0
  })
}
