import type { InputFormat } from '../../input-format.ts'
import { isNpy } from '../../npy/magic.ts'

/** One NumPy array. */
export const npyFormat: InputFormat = {
  id: 'npy',
  label: 'NumPy array',
  holds: 'one',
  drawable: false,
  feeds: 'any',
  bySignature: true,
  match: (head) => (isNpy(head) ? 'NumPy array' : null),
  open: () => import('./open.ts'),
}
