import type { LoadedModel } from '../../engine/protocol.ts'

/** Bytes beyond which a lesson does not read a model's files again. */
const most = 64 * 2 ** 20

/** Why the files of a model cannot be taken apart, as a phrase; `null` if they can. */
export function inseparable({ summary: { format, bytes } }: LoadedModel): string | null {
  if (format === 'keras-h5') return 'your model is one HDF5 file, in which both parts are woven together'
  return bytes > most ? 'the files of your model are too large to be read twice' : null
}
