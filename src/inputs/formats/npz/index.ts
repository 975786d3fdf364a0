import { ascii } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

/** Several NumPy arrays in a zip; a member is read when it is chosen. */
export const npzFormat: InputFormat = {
  id: 'npz',
  label: 'NumPy arrays (.npz)',
  holds: 'named',
  drawable: false,
  feeds: 'any',
  bySignature: true,
  match: (head, name) => (isNpz(head, name) ? 'NumPy archive' : null),
  open: () => import('./open.ts'),
}

/** The first local header of the zip contains the name of the first member. */
function isNpz(head: Uint8Array, name: string): boolean {
  if (ascii(head, 0, 4) !== 'PK\u0003\u0004') return false
  const length = (head[26] ?? 0) | ((head[27] ?? 0) << 8)
  return name.toLowerCase().endsWith('.npz') || ascii(head, 30, 30 + length).endsWith('.npy')
}
