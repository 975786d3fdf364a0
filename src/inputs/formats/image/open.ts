import { backgroundOf } from '../../../base/colour.ts'
import { EngineError } from '../../../base/errors.ts'
import type { Field } from '../../../base/plan.ts'
import { choiceOf, type Values } from '../../../base/values.ts'
import { decodeScaled, decodeWhole, pixelsOf } from '../../image/decode.ts'
import { pictureFormat } from '../../image/formats.ts'
import { type Frames, mayBeAnimated, openFrames } from '../../image/frames.ts'
import { type JpegHeader, readJpegHeader } from '../../image/jpeg-header.ts'
import { composite, isOpaque, type Raster, transparentShare } from '../../image/rgba.ts'
import { isScalingExact } from '../../image/scaling-check.ts'
import { checkSize, statedSize } from '../../image/size.ts'
import type { OpenedInput, OpenInput } from '../../input-format.ts'
import type { ImageValue } from '../../input-value.ts'
import { type Job, settingOf } from '../../job.ts'

const alphaOptions = [
  { id: 'drop', label: 'Drop (tf.io.decode_image)' },
  { id: 'white', label: 'Composite over white' },
  { id: 'black', label: 'Composite over black' },
  { id: 'grey', label: 'Composite over grey (128)' },
  { id: 'colour', label: 'Composite over another colour' },
]

const asInTensorFlow = 'transparency is dropped, as in tf.io.decode_image with three channels'

/** The custom colour before one is chosen. */
const firstColour = '#808080'

export const open: OpenInput = async (file, job) => {
  const blob = await file.source.blob(job.signal)
  const head = await file.source.read(0, Math.min(64, file.source.size), job.signal)
  const label = pictureFormat(head) ?? 'image'
  const jpeg = label === 'JPEG' ? await readJpegHeader(file.source, job.signal) : null
  const size = jpeg ?? statedSize(head, label)
  if (size !== null) checkSize(size, file.path)
  if (jpeg !== null) return openedJpeg(blob, jpeg, job)
  const frames = mayBeAnimated(head, label) ? await openFrames(blob, label, job.signal) : null
  if (frames !== null) return openedFrame(frames, label, job)
  const picture = await decodeWhole(blob, file.path, job.signal)
  return openedPixels(picture, mayBeAnimated(head, label) ? `${label}, first frame` : label, job)
}

/** One frame of an animated picture: the first, or the one that the settings ask for. */
async function openedFrame(frames: Frames, label: string, job: Job): Promise<OpenedInput> {
  const { count } = frames
  try {
    const asked = Number(settingOf(job, 'read', 'frame') ?? 1)
    const frame = Number.isInteger(asked) && asked >= 1 && asked <= count ? asked : 1
    const picture = await pixelsOf(await frames.bitmap(frame - 1).catch(damagedFrame(job.name, frame)), job.name)
    return openedPixels(picture, `${label}, frame ${frame} of ${count}`, job, {
      values: { frame: 1 },
      reason: `the first of ${count} frames`,
      fields: [{ id: 'frame', label: 'Frame', type: 'number', value: frame, min: 1, max: count, integer: true }],
    })
  } finally {
    frames.close()
  }
}

const damagedFrame = (name: string, frame: number) => (error: unknown) => {
  const hint = 'The file may be damaged. Choose another frame, or save it again.'
  throw new EngineError('input-unreadable', `Frame ${frame} of ${name} cannot be decoded.`, hint, error)
}

/**
 * A JPEG is opaque and its header gives size and orientation, so it need not be decoded yet and can be scaled while
 * decoding.
 */
function openedJpeg(blob: Blob, { width, height, orientation }: JpegHeader, job: Job): OpenedInput {
  const sideways = orientation >= 5
  const size = sideways ? { width: height, height: width } : { width, height }
  const words = [`JPEG, ${size.width} × ${size.height}`]
  if (orientation > 1) words.push(sideways ? 'rotated by EXIF' : 'rotated or mirrored by EXIF')
  job.facts.orientation = orientation
  const inputValue: ImageValue = {
    type: 'image',
    ...size,
    pixels: () => decodeWhole(blob, job.name, job.signal),
    scaled: async (crop, toWidth, toHeight) => {
      if (!(await isScalingExact())) return null
      return decodeScaled(blob, crop, toWidth, toHeight).catch(() => null)
    },
  }
  const summary = orientation > 1 ? 'decoded, EXIF orientation applied' : 'decoded'
  return {
    source: words.join(', '),
    auto: () => ({ values: {}, reason: 'the file starts with the bytes of a JPEG' }),
    fields: () => [],
    inputValue: () => inputValue,
    summary: () => summary,
  }
}

/** How the picture was read, if not by a browser's decoder. */
interface Chosen {
  /** Options beside the transparency; `decoder` names ours, for exported programs. */
  readonly values: Values
  readonly reason?: string
  /** What transparency is laid over, if it is not dropped. */
  readonly alpha?: string
  readonly fields?: readonly Field[]
}

/** A decoded picture. */
export function openedPixels(picture: Raster, label: string, job: Job, chosen?: Chosen): OpenedInput {
  const { width, height } = picture
  const opaque = isOpaque(picture)
  const kept = opaque || job.image?.channels === 4
  const alpha = chosen?.alpha ?? 'drop'
  return {
    source: `${label}, ${width} × ${height}${opaque ? '' : ', with transparency'}`,
    auto: () => ({
      values: { ...chosen?.values, ...(kept ? {} : { alpha, background: firstColour }) },
      reason: [
        chosen?.reason ?? `the file starts with the bytes of a ${label}`,
        ...(kept ? [] : [alpha === 'drop' ? asInTensorFlow : `nothing is drawn on the ${alpha} parts`]),
      ].join('; '),
    }),
    fields: (values) => [...(chosen?.fields ?? []), ...(kept ? [] : alphaFields(values))],
    inputValue: (values) => {
      const background = kept ? null : backgroundOf(choiceOf(values, 'alpha'), choiceOf(values, 'background'))
      if (!kept && background === null) job.facts.transparent = transparentShare(picture)
      const pixels = background === null ? picture : composite(picture, background)
      return { type: 'image', width, height, pixels: () => Promise.resolve(pixels) }
    },
    summary: (values) => `decoded${kept ? '' : `, transparency ${alphaWords(values)}`}`,
  }
}

function alphaWords(values: Values): string {
  const alpha = choiceOf(values, 'alpha')
  return alpha === 'drop' ? 'dropped' : `composited over ${alpha === 'colour' ? choiceOf(values, 'background') : alpha}`
}

function alphaFields(values: Values): readonly Field[] {
  const alpha = choiceOf(values, 'alpha')
  const choice: Field = { id: 'alpha', label: 'Transparency', type: 'choice', value: alpha, options: alphaOptions }
  if (alpha !== 'colour') return [choice]
  return [choice, { id: 'background', label: 'Background', type: 'colour', value: choiceOf(values, 'background') }]
}
