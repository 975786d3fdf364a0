import { EngineError } from '../base/errors.ts'
import { rgbaOf } from '../base/picture.ts'
import type { ExportKind } from './contract.ts'
import { outputAt, readingOf } from './output.ts'
import { pngOf } from './png-bytes.ts'

/** A picture output, rendered as on the page. */
export const png: ExportKind = {
  id: 'png',
  label: 'PNG',
  extension: 'png',
  mime: 'image/png',
  fits: (output) => readingOf(output, 'image') !== null,
  make: async (result, { output, range, picture }) => {
    const found = outputAt(result, output)
    const reading = readingOf(found, 'image')
    if (reading === null) {
      throw new EngineError(
        'known-but-unsupported',
        `A picture was expected; output ${found.name} is none.`,
        'Export it as .npy, CSV or JSON.',
      )
    }
    return pngOf(rgbaOf(found.value, reading.data, range ?? reading.data.range, picture))
  },
}
