import { formatShape } from '../../../base/tensor.ts'
import type { OpenedInput, OpenInput } from '../../input-format.ts'
import { type Npy, parseNpy } from '../../npy/parse.ts'

export const open: OpenInput = async (file, job) =>
  openedNpy(parseNpy(await file.source.read(0, file.source.size, job.signal), file.path), 'NumPy array')

function openedNpy({ tensor, dtype }: Npy, label: string): OpenedInput {
  return {
    source: `${label}, ${dtype} ${formatShape(tensor.shape)}`,
    auto: () => ({ values: {}, reason: 'the file states its dtype and its shape' }),
    fields: () => [],
    inputValue: () => tensor,
    summary: () => `${dtype} ${formatShape(tensor.shape)}`,
  }
}
