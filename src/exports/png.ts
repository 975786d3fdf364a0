import { EngineError } from '../base/errors.ts'
import { readingRow, type ViewId } from '../base/readings/index.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import type { ExportKind } from './contract.ts'
import { outputAt } from './output.ts'
import { pngOf } from './png-bytes.ts'

/** A picture output, rendered as on the page. */
export const png = {
  id: 'png',
  label: 'PNG',
  about: '',
  whole: false,
  extension: 'png',
  mime: 'image/png',
  statesModel: false,
  readAs: pictureView,
  fits: (output, result) => pictureView(output, result) !== null,
  make: async (result, { output, range, picture, interpretation }) => {
    const made = outputAt(result, output)
    const row = interpretation === null ? null : readingRow(interpretation)
    if (interpretation === null || row?.picture === undefined) {
      throw new EngineError(
        'known-but-unsupported',
        `A picture was expected; output ${made.name} is none.`,
        'Export it as .npy, CSV or JSON.',
      )
    }
    return pngOf(row.picture(interpretation.data, made, range, picture))
  },
} as const satisfies ExportKind

/** The best view that draws an output as a picture; `null` if there is none. */
function pictureView({ name }: OutputResult, { groups }: RunResult): ViewId | null {
  const candidates = groups.flatMap((group) => group.candidates)
  const drawn = candidates.find((one) => one.uses[0] === name && readingRow(one).picture !== undefined)
  return drawn?.view ?? null
}
