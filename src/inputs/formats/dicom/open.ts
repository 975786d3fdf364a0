import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import { formatNumber } from '../../../base/format.ts'
import type { Field } from '../../../base/plan.ts'
import { choiceOf, numberOf, type Values } from '../../../base/values.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { pngOf } from '../../image/draw.ts'
import type { Raster } from '../../image/rgba.ts'
import type { DrawInput, OpenInput } from '../../input-format.ts'
import { type DataSet, readDataSet } from './data-set.ts'
import { type DicomPicture, describePicture } from './picture.ts'
import { samplesOf } from './samples.ts'
import { coloured, fullWindow, modalityValues, windowed } from './window.ts'

const windows = [
  { id: 'header', label: 'Of the file' },
  { id: 'full', label: 'From the least to the greatest value' },
  { id: 'custom', label: 'Custom centre and width' },
  { id: 'none', label: 'None: values of the modality' },
]

export const open: OpenInput = async (file, job) => {
  const { set, picture } = await read(file, job.signal)
  const { width, height, frames, samples, bitsStored } = picture
  const header = picture.window
  const first = header === null ? 'full' : 'header'
  return {
    source: `DICOM, ${width} × ${height}, ${bitsStored} bits${frames > 1 ? `, ${frames} frames` : ''}`,
    auto: () => ({
      values: {
        decoder: 'DICOM',
        ...(frames > 1 ? { frame: Math.ceil(frames / 2) } : {}),
        ...(samples === 1 ? { window: first, centre: header?.centre ?? 0, width: header?.width ?? 1 } : {}),
      },
      reason: [
        samples === 3
          ? 'colours have no window'
          : header === null
            ? 'the file states no window'
            : 'the window that the file states first',
        ...(frames > 1 ? ['the middle frame'] : []),
      ].join('; '),
      ...(samples === 1 ? { certainty: 'guessed' as const } : {}),
    }),
    fields: (values) => fieldsOf(values, picture),
    inputValue: (values) => ({
      type: 'image',
      width,
      height,
      pixels: async () => rendered(set, picture, values, file.path, job.signal),
    }),
    summary: (values) => summaryOf(values, picture),
  }
}

/** The automatic frame and window as a PNG. Raises what `open` raises. */
export const draw: DrawInput = async (file, signal) => {
  const { set, picture } = await read(file, signal)
  const values = { frame: Math.ceil(picture.frames / 2), window: picture.window === null ? 'full' : 'header' }
  return pngOf(await rendered(set, picture, values, file.path, signal))
}

async function read(
  file: TreeFile,
  signal?: AbortSignal,
): Promise<{ readonly set: DataSet; readonly picture: DicomPicture }> {
  const bytes = await file.source.read(0, file.source.size, signal)
  try {
    const set = readDataSet(bytes)
    return { set, picture: describePicture(set, file.path) }
  } catch (error) {
    throwIfAborted(signal)
    if (error instanceof EngineError) throw error
    const cause = error instanceof Error ? error.message : String(error)
    throw new EngineError(
      'input-unreadable',
      `${file.path} is a damaged DICOM file: ${cause}.`,
      'Copy it again.',
      error,
    )
  }
}

async function rendered(
  set: DataSet,
  picture: DicomPicture,
  values: Values,
  name: string,
  signal?: AbortSignal,
): Promise<Raster> {
  const frame = picture.frames > 1 ? numberOf(values, 'frame') - 1 : 0
  const stored = await samplesOf(set, picture, frame, name, signal)
  if (picture.samples === 3) return coloured(stored, picture)
  const modality = modalityValues(stored, picture)
  const chosen = choiceOf(values, 'window')
  if (chosen === 'none') return windowed(modality, picture, null)
  if (chosen === 'custom')
    return windowed(modality, picture, { centre: numberOf(values, 'centre'), width: numberOf(values, 'width') })
  return windowed(modality, picture, (chosen === 'header' ? picture.window : null) ?? fullWindow(modality))
}

function fieldsOf(values: Values, { frames, samples, window }: DicomPicture): readonly Field[] {
  const fields: Field[] = []
  if (frames > 1)
    fields.push({
      id: 'frame',
      label: 'Frame',
      type: 'number',
      value: numberOf(values, 'frame'),
      min: 1,
      max: frames,
      integer: true,
    })
  if (samples === 3) return fields
  const chosen = choiceOf(values, 'window')
  const options = windows.filter(({ id }) => id !== 'header' || window !== null)
  fields.push({ id: 'window', label: 'Window', type: 'choice', value: chosen, options })
  if (chosen !== 'custom') return fields
  return [
    ...fields,
    {
      id: 'centre',
      label: 'Centre (level)',
      type: 'number',
      value: numberOf(values, 'centre'),
      min: null,
      max: null,
      integer: false,
    },
    {
      id: 'width',
      label: 'Width',
      type: 'number',
      value: numberOf(values, 'width'),
      min: 1,
      max: null,
      integer: false,
    },
  ]
}

function summaryOf(values: Values, { frames, samples, window, slope, intercept, photometric }: DicomPicture): string {
  const words = frames > 1 ? [`frame ${numberOf(values, 'frame')} of ${frames}`] : []
  if (samples === 3) return [...words, 'colours'].join(', ')
  if (slope !== 1 || intercept !== 0) words.push(`x · ${formatNumber(slope)} + ${formatNumber(intercept)}`)
  const chosen = choiceOf(values, 'window')
  const { centre, width } =
    chosen === 'header' && window !== null
      ? window
      : { centre: numberOf(values, 'centre'), width: numberOf(values, 'width') }
  words.push(
    chosen === 'none'
      ? 'no window'
      : chosen === 'full'
        ? 'window from the least to the greatest value'
        : `window ${formatNumber(centre)} ± ${formatNumber(width / 2)}`,
  )
  if (photometric === 'MONOCHROME1' && chosen !== 'none') words.push('negative, as it is shown')
  return words.join(', ')
}
