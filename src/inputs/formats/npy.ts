import { formatShape } from '../../base/tensor.ts'
import type { InputFormat, OpenedInput } from '../input-format.ts'
import { isNpy, type Npy, parseNpy } from '../npy/parse.ts'

/** One NumPy array. */
export const npyFormat: InputFormat = {
  id: 'npy',
  label: 'NumPy array',
  bySignature: true,
  match: (head) => (isNpy(head) ? 'NumPy array' : null),
  open: async (file, job) =>
    openedNpy(parseNpy(await file.source.read(0, file.source.size, job.signal), file.path), 'NumPy array'),
}

export function openedNpy({ tensor, dtype }: Npy, label: string): OpenedInput {
  return {
    source: `${label}, ${dtype} ${formatShape(tensor.shape)}`,
    auto: () => ({ values: {}, reason: 'the file states its dtype and its shape' }),
    fields: () => [],
    inputValue: () => tensor,
    summary: () => `${dtype} ${formatShape(tensor.shape)}`,
  }
}
