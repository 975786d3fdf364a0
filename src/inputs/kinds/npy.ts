import { formatShape } from '../../base/tensor.ts'
import type { Kind, Reading } from '../kind.ts'
import { isNpy, type Npy, parseNpy } from '../npy/parse.ts'

/** One NumPy array. */
export const npyKind: Kind = {
  id: 'npy',
  label: 'NumPy array',
  bySignature: true,
  match: (head) => (isNpy(head) ? 'NumPy array' : null),
  open: async (file, job) =>
    npyReading(parseNpy(await file.source.read(0, file.source.size, job.signal), file.path), 'NumPy array'),
}

export function npyReading({ tensor, dtype }: Npy, label: string): Reading {
  return {
    source: `${label}, ${dtype} ${formatShape(tensor.shape)}`,
    auto: () => ({ values: {}, reason: 'the file states its dtype and its shape' }),
    fields: () => [],
    material: () => tensor,
    summary: () => `${dtype} ${formatShape(tensor.shape)}`,
  }
}
