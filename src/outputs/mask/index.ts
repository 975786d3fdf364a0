import type { Rectangle } from '../../base/geometry.ts'
import { noTrace } from '../../base/output-trace.ts'
import { type Mask, type MaskRow, noClass } from '../../base/readings/mask.ts'
import { numbersOf } from '../../base/tensor.ts'
import { choiceOf, numberOf, switchOf, type Values } from '../../base/values.ts'
import type { NamedOutput, OutputKind, ReadContext } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { type PictureInput, pictureInput } from '../picture-input.ts'
import { bodyPix } from './body-pix.ts'
import { best, channel, scoresOf } from './decode.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import { namesOf } from './names.ts'
import { optionsFor } from './options.ts'
import { type Planes, planesOf } from './planes.ts'
import { cutPadding, sharesOf } from './shares.ts'

interface Found {
  readonly planes: Planes
  readonly meaning: Meaning
}

/** A class, a share of the foreground, or a distance for each pixel of the picture that the model was fed. */
export const mask = {
  id: 'mask',

  match: (outputs, context) => [
    ...bodyPix.match(outputs, context),
    ...outputs.flatMap((output) => {
      const found = find(output, context, pictureInput(context))
      if (found === null) return []
      const { meaning } = found
      const options = optionsFor(meaning, channelsOf(found), context.metadata.labels)
      return [{ fit: meaning.fit, reason: meaning.reason, uses: [output.name], options }]
    }),
  ],

  decode: (outputs, context, options) => {
    const bodies = bodyPix.read(outputs, context, options)
    if (bodies !== null) return { view: 'mask', data: bodies }
    const lead = leadOf(outputs)
    const input = pictureInput(context)
    const found = find(lead, context, input)
    if (found === null) throw misfit('a mask', lead)
    const { planes, meaning } = found
    const { note, ...names } = namesIn(found, context, options)
    const data: Mask = {
      rows: Array.from({ length: planes.batch }, (_, row) => rowOf(lead, found, row, { input, names, options })),
      width: planes.width,
      height: planes.height,
      frame: input.frame,
      place: placeOf(input),
      shows: meaning.shows === 'matte' || meaning.shows === 'depth' ? meaning.shows : 'classes',
      background: meaning.shows === 'matte' || (options.background ?? false) === true ? 0 : null,
      ...names,
      threshold: meaning.shows === 'matte' ? numberOf(options, 'threshold') : 0,
      note,
    }
    return { view: 'mask', data }
  },
} satisfies OutputKind

function find(output: NamedOutput, { outputs }: ReadContext, input: PictureInput): Found | null {
  const { dtype, shape } = output.value
  if (dtype === 'string' || dtype === 'complex64') return null
  const planes = planesOf(shape, input)
  if (planes === null) return null
  const trace = outputs.find(({ name }) => name === output.name)?.trace ?? noTrace
  const isBesideColours = outputs.some((other) => {
    const size = other.name === output.name ? null : planesOf(other.shape, input)
    return size?.channels === 3 && size.width === planes.width && size.height === planes.height
  })
  const meaning = meaningOf(output, planes, trace, input, isBesideColours)
  return meaning === null ? null : { planes, meaning }
}

/** The number of classes; `null` if the map holds their indices. */
function channelsOf({ planes, meaning }: Found): number | null {
  return meaning.shows === 'perClass' ? planes.channels : null
}

function namesIn(found: Found, { metadata }: ReadContext, options: Values) {
  const { shows } = found.meaning
  if (shows === 'matte') return { labels: ['background', 'foreground'], labelsSource: 'the kind of the mask', note: '' }
  if (shows === 'depth') {
    const note = 'A depth map: relative, without a unit. Most models write larger values for what is nearer.'
    return { labels: null, labelsSource: null, note }
  }
  return namesOf(channelsOf(found), metadata, options)
}

interface Setting {
  readonly input: PictureInput
  readonly names: Pick<Mask, 'labels'>
  readonly options: Values
}

function rowOf(
  { value }: NamedOutput,
  { planes, meaning }: Found,
  row: number,
  { input, names, options }: Setting,
): MaskRow {
  const data = numbersOf(value)
  const start = row * planes.width * planes.height * planes.channels
  const none = new Float32Array(0)
  const shared = (index: Uint16Array<ArrayBuffer>, values: Float32Array<ArrayBuffer>): MaskRow => {
    const padding = cutPadding(index, planes, input)
    return { index, value: values, range: [0, 1], ...sharesOf(index, padding, names) }
  }
  switch (meaning.shows) {
    case 'depth': {
      const depths = channel(data, start, planes, 'none')
      const broken = depths.reduce((count, depth) => count + Number(!Number.isFinite(depth)), 0) / depths.length
      return { index: new Uint16Array(0), value: depths, range: rangeOf(depths), classes: [], broken }
    }
    case 'matte': {
      const scores = channel(data, start, planes, choiceOf(options, 'activation'))
      const threshold = numberOf(options, 'threshold')
      return shared(
        Uint16Array.from(scores, (score) => (Number.isNaN(score) ? noClass : Number(score >= threshold))),
        scores,
      )
    }
    case 'labels':
      return shared(Uint16Array.from(data.subarray(start, start + planes.width * planes.height)), none)
    case 'perClass': {
      const index = best(data, start, planes)
      const sure = switchOf(options, 'sure')
      return shared(index, sure ? scoresOf(data, start, planes, index, choiceOf(options, 'activation')) : none)
    }
  }
}

function rangeOf(values: Float32Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? [0, 0] : [low, high]
}

/** The whole input, in the frame. */
function placeOf({ width, height, x, y }: PictureInput): Rectangle {
  return { x: x.offset, y: y.offset, width: width * x.scale, height: height * y.scale }
}
