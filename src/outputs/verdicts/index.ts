import { numberOf } from '../../base/values.ts'
import type { OutputKind, ReadContext } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { meaningOf } from '../score-meaning.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'

/** Fewer outputs of two values may be anything. */
const fewest = 3
/** The threshold of the published classifier of toxic texts. */
const usuallySure = 0.85
/** Less than the 0.1 of the raw tensor, which is then shown first. */
const onlyOffered = 0.05

/**
 * Yes-or-no answers: outputs `[n, 2]` named after what they answer, `insult/Softmax`, with the scores of no and yes, as the
 * classifier of toxic texts has them.
 */
export const verdicts = {
  id: 'verdicts',

  match: (outputs, context) => {
    const heads = headsIn(tensorsOf(outputs, context))
    if (heads.length < fewest) return []
    const slider = { type: 'slider', min: 0.5, max: 1, step: 0.01 } as const
    return [
      {
        fit: isFedText(context) ? 0.97 : onlyOffered,
        reason: `each of ${heads.length} outputs has a score for no and one for yes, and its name says what is asked`,
        uses: heads.map(({ tensor }) => tensor.name),
        options: [{ ...slider, id: 'sure', label: 'Score to be sure', value: usuallySure }],
      },
    ]
  },

  decode: (outputs, context, options) => {
    const heads = headsIn(tensorsOf(outputs, context))
    const rows = heads[0]?.tensor.shape[0]
    if (rows === undefined) throw misfit('yes-or-no answers', leadOf(outputs))
    const yes = new Float32Array(rows * heads.length)
    for (const [i, { tensor }] of heads.entries())
      for (let row = 0; row < rows; row++) yes[row * heads.length + i] = tensor.data[row * 2 + 1] as number
    return {
      view: 'verdicts',
      data: {
        labels: heads.map(({ label }) => label),
        rows,
        yes,
        sure: numberOf(options, 'sure'),
        note: 'The second value of each output is taken for yes.',
      },
    }
  },
} satisfies OutputKind

interface Head {
  readonly label: string
  readonly tensor: Tensor
}

/** Outputs of one shape whose names differ in what stands before their last part; empty if two have the same name there. */
function headsIn(tensors: readonly Tensor[]): readonly Head[] {
  const pairs = tensors.filter(isPair)
  const named = pairs.flatMap((tensor): readonly Head[] => {
    const label = labelOf(tensor)
    return label === null || String(tensor.shape) !== String(pairs[0]?.shape) ? [] : [{ label, tensor }]
  })
  const isDistinct = new Set(named.map(({ label }) => label)).size === named.length
  return isDistinct && named.length === pairs.length ? named : []
}

function isPair({ shape, data, ops }: Tensor): boolean {
  const [rows = 0, width] = shape
  if (shape.length !== 2 || width !== 2 || rows === 0) return false
  const meaning = meaningOf(data, { batch: rows, width: 2 })
  return meaning === 'probabilities' || (meaning === 'broken' && ops.includes('Softmax'))
}

/** Names that layers get without being named. */
const automatic =
  /^(dense|softmax|activation|output|logits|head|identity|model|functional|predictions?|fc|layer)(_?\d+)?$/i

/** `insult` of `insult/Softmax`, of the output or of the node behind it; `null` if neither is named. */
function labelOf({ path }: Tensor): string | null {
  for (const name of path.split(' ')) {
    const label = name.replace(/:\d+$/, '').split('/').at(-2)
    if (label !== undefined && !automatic.test(label)) return label.replaceAll('_', ' ')
  }
  return null
}

function isFedText({ inputs }: ReadContext): boolean {
  return inputs.some(
    ({ dtype, shape, tokens, geometry }) =>
      dtype === 'string' || tokens != null || (dtype === 'int32' && geometry === null && shape.length < 4),
  )
}
