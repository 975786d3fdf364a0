import { EngineError } from '../base/errors.ts'
import { rgbaOf } from '../base/picture.ts'
import type { ExportKind } from './contract.ts'
import { outputAt } from './output.ts'
import { pngOf } from './png-bytes.ts'

/** A picture output, rendered as on the page. */
export const png: ExportKind = {
  id: 'png',
  label: 'PNG',
  extension: 'png',
  mime: 'image/png',
  needs: 'image',
  statesModel: false,
  fits: ({ name }, { groups }) =>
    groups.some(({ candidates }) => candidates.some(({ view, uses }) => view === 'image' && uses[0] === name)),
  make: async (result, { output, range, picture, interpretation }) => {
    const { name, value } = outputAt(result, output)
    if (interpretation?.view !== 'image') {
      throw new EngineError(
        'known-but-unsupported',
        `A picture was expected; output ${name} is none.`,
        'Export it as .npy, CSV or JSON.',
      )
    }
    return pngOf(rgbaOf(value, interpretation.data, range ?? interpretation.data.range, picture))
  },
}
