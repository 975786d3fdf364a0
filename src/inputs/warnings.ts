import { formatCount, formatNumber, formatPercent } from '../base/format.ts'
import type { StepSetting, Warning } from '../base/plan.ts'
import { formatShape, type TensorStats, type TensorValue } from '../base/tensor.ts'
import { choiceOf } from '../base/values.ts'
import { clueTo, type Job } from './job.ts'

/** The input of the checks: the finished tensor and all facts recorded during preparation. */
export interface Finished {
  readonly job: Job
  readonly tensor: TensorValue
  readonly stats: TensorStats
  /** The source: a picture, a sound, a table or array, or none (a fill). */
  readonly from: 'picture' | 'sound' | 'numbers' | 'fill'
}

/** A check for a common mistake. */
interface Check {
  readonly code: string
  find(finished: Finished): readonly { readonly message: string; readonly fix?: Warning['fix'] }[]
}

function fixBy(label: string, id: string, values: StepSetting['values']): Warning['fix'] {
  return { label, setting: { id, values } }
}

const noScaling = fixBy('Turn scaling off', 'scale', { scale: 'none' })

/** All checks, in display order. */
export const checks: readonly Check[] = [
  {
    code: 'setting-ignored',
    find: ({ job }) =>
      job.facts.ignored.map((setting) => ({ message: `The setting ${setting} is not valid here and was ignored.` })),
  },
  {
    code: 'not-finite',
    find: ({ stats, job }) => {
      if (stats.nan + stats.inf === 0) return []
      const why = job.facts.missingCells > 0 ? ', from cells that are empty or text' : ''
      return [
        {
          message: `${formatCount(stats.nan, 'element is', 'elements are')} NaN and ${stats.inf} infinite${why}; the prediction will be meaningless.`,
        },
      ]
    },
  },
  {
    code: 'detail-lost',
    find: ({ job: { facts, canTile } }) => {
      const { geometry, tiles } = facts
      if (!canTile || geometry === undefined || tiles !== undefined) return []
      const { picture, input } = geometry
      if (picture.width <= input.width || picture.height <= input.height) return []
      const fix = fixBy('Run the whole picture, in tiles', 'resize', { method: 'tiles' })
      const [from, to] = [picture, input].map(({ width, height }) => `${width} × ${height}`)
      return [{ message: `The picture of ${from} is scaled down to ${to}, so that its details are lost.`, fix }]
    },
  },
  {
    code: 'text-cut',
    find: ({ job: { facts } }) =>
      (facts.cutTokens ?? 0) === 0
        ? []
        : [
            {
              message: `The text is longer than the input: ${formatCount(facts.cutTokens ?? 0, 'token was', 'tokens were')} cut off.`,
            },
          ],
  },
  {
    code: 'columns',
    find: ({ job }) => job.facts.columns.map(({ message, fix }) => ({ message, fix })),
  },
  {
    code: 'scaled-twice',
    find: ({ stats, job, tensor, from }) => {
      const scale = scaleOf(job)
      if (from === 'picture' && scalesInside(job) && scale !== null && scale !== 'none') {
        return [
          {
            message: "The model's own layers scale the input, and so does this step: the values are scaled twice.",
            fix: noScaling,
          },
        ]
      }
      if (
        from === 'fill' ||
        job.image === null ||
        tensor.dtype !== 'float32' ||
        stats.max <= 0 ||
        stats.min < 0 ||
        stats.max > 1.01 / 255
      )
        return []
      return [
        {
          message: `The largest value is ${formatNumber(stats.max)}, no more than 1/255: it seems to have been divided by 255 twice.`,
          fix: scale !== null && scale !== 'none' ? noScaling : null,
        },
      ]
    },
  },
  {
    code: 'range',
    find: ({ stats, job, from }) => {
      const scale = scaleOf(job)
      if (from === 'numbers' && scale === 'none' && stats.max > 16) {
        const range = `${formatNumber(stats.min)}…${formatNumber(stats.max)}`
        const clue = clueTo(job, 'scale')
        const stated = clue?.answer.scale ?? 'zero-one'
        if (stated !== 'zero-one' && stated !== 'minus-one-one') return []
        return [
          {
            message: `The values range over ${range}; ${clue === undefined ? 'most float image models expect 0…1' : `another range is expected: ${clue.reason}`}.`,
            fix: fixBy(stated === 'zero-one' ? 'Scale to 0…1' : 'Scale to −1…1', 'scale', { scale: stated }),
          },
        ]
      }
      return standardisedRange({ stats, job })
    },
  },
  {
    code: 'distorted',
    find: ({ job }) => {
      const { geometry } = job.facts
      if (geometry === undefined || job.chosen.get('resize')?.method !== 'stretch') return []
      const { picture, placed } = geometry
      const ratio = picture.width / picture.height / (placed.width / placed.height)
      const change = Math.max(ratio, 1 / ratio) - 1
      if (change <= 0.2) return []
      return [
        {
          message: `Stretching ${picture.width} × ${picture.height} to ${placed.width} × ${placed.height} changes the aspect ratio by ${formatPercent(change)}.`,
          fix: fixBy('Crop to the centre instead', 'resize', { method: 'centre-crop' }),
        },
      ]
    },
  },
  {
    code: 'enlarged',
    find: ({ job }) => {
      const { geometry } = job.facts
      if (geometry === undefined) return []
      const { picture, placed } = geometry
      const factor = Math.max(placed.width / picture.width, placed.height / picture.height)
      return factor > 4
        ? [
            {
              message: `The picture of ${picture.width} × ${picture.height} is enlarged ${formatNumber(factor, 2)} times; the model sees a blurred picture.`,
            },
          ]
        : []
    },
  },
  {
    code: 'transparent',
    find: ({ job }) => {
      const share = job.facts.transparent ?? 0
      return share > 0.5
        ? [
            {
              message: `${formatPercent(share)} of the picture is transparent, and the model sees the stored colours of those pixels, often black.`,
              fix: fixBy('Composite it over white', 'read', { alpha: 'white' }),
            },
          ]
        : []
    },
  },
  {
    code: 'colour-lost',
    find: ({ job }) =>
      (job.facts.coloured ?? 0) > 0.1 && job.image?.channels === 1
        ? [{ message: 'The input takes grey pictures: the colours of this one are lost.' }]
        : [],
  },
  {
    code: 'grey-as-colour',
    find: ({ job }) =>
      job.facts.coloured === 0 && (job.image?.channels ?? 1) >= 3 && job.metadata.grayscale !== true
        ? [
            {
              message:
                'The picture is grey, but the input has three channels: all three get the same values. A model trained on colour photos may do worse.',
            },
          ]
        : [],
  },
  {
    code: 'sound-incomplete',
    find: ({ job: { facts, name } }) => {
      const { seconds = 0, statedSeconds } = facts
      if (statedSeconds === undefined) return []
      const [has, stated] = [seconds, statedSeconds].map((length) => formatNumber(length, 3))
      return [{ message: `${name} ends after ${has} s; its header states ${stated} s.` }]
    },
  },
  {
    code: 'sound-padded',
    find: ({ job }) => {
      const { timing } = job.facts
      if (timing === undefined || timing.samples * 2 > timing.window) return []
      const [has, takes] = [timing.samples, timing.window].map((samples) => formatNumber(samples / timing.rate, 3))
      return [{ message: `The sound is ${has} s long and the model takes ${takes} s: the rest is silence.` }]
    },
  },
  {
    code: 'sound-cut',
    find: ({ job }) => {
      const { timing, seconds = 0 } = job.facts
      if (timing === undefined) return []
      const used = (timing.start + timing.samples) / timing.rate
      if (used > seconds - 0.1) return []
      return [
        { message: `Only the first ${formatNumber(used)} of ${formatNumber(seconds)} s are used, to limit memory.` },
      ]
    },
  },
  {
    code: 'constant',
    find: ({ stats, tensor, from }) =>
      from !== 'fill' &&
      tensor.dtype !== 'string' &&
      tensor.data.length > 1 &&
      stats.min === stats.max &&
      stats.nan + stats.inf === 0
        ? [{ message: `Every element is ${formatNumber(stats.min)}: the input contains no information.` }]
        : [],
  },
  {
    code: 'fractions-lost',
    find: ({ job, from }) =>
      from === 'numbers' && job.facts.truncated > 0
        ? [{ message: `${formatCount(job.facts.truncated, 'value')} lost a fraction, because the input is int32.` }]
        : [],
  },
  {
    code: 'precision-lost',
    find: ({ job }) => {
      const { rounded } = job.facts
      if (rounded === undefined) return []
      return [
        {
          message: `The input is float32, which has 24 bits of precision: ${rounded.from} becomes ${rounded.to}.`,
        },
      ]
    },
  },
  {
    code: 'size-guessed',
    find: ({ job, tensor }) =>
      job.facts.guessed.length === 0
        ? []
        : [
            {
              message: `${job.facts.guessed.join(' ')} The shape is ${formatShape(tensor.shape)}. Set the sizes to change it.`,
            },
          ],
  },
]

/** Runs all checks. */
export function warningsFor(finished: Finished): readonly Warning[] {
  return checks.flatMap(({ code, find }) =>
    find(finished).map(({ message, fix }) => ({ code, message, fix: fix ?? null })),
  )
}

/** Whether the strongest clue is that the model itself scales 0…255. */
function scalesInside(job: Job): boolean {
  const clue = clueTo(job, 'scale')
  return clue?.evidence === 'arithmetic' && clue.answer.scale === 'none'
}

function scaleOf(job: Job): string | null {
  const values = job.chosen.get('scale')
  return values === undefined ? null : choiceOf(values, 'scale')
}

/** Standardised columns far outside the training range. */
function standardisedRange({ stats, job }: Pick<Finished, 'stats' | 'job'>): readonly { readonly message: string }[] {
  const values = job.chosen.get('standardise')
  if (values === undefined || choiceOf(values, 'from') !== 'metadata') return []
  const method = choiceOf(values, 'method')
  const range = `${formatNumber(stats.min)}…${formatNumber(stats.max)}`
  if (method === 'min-max' && (stats.min < -0.5 || stats.max > 1.5))
    return [
      {
        message: `After scaling to 0…1, the values range over ${range}: some columns are far outside the training range.`,
      },
    ]
  if (method === 'mean-std' && (stats.min < -10 || stats.max > 10))
    return [
      {
        message: `After standardising, the values range over ${range} deviations: some columns are far outside the training range.`,
      },
    ]
  return []
}
