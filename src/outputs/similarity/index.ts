import type { Field } from '../../base/plan.ts'
import { choiceOf } from '../../base/values.ts'
import type { Measure } from '../../base/vectors.ts'
import type { Match, OutputKind, ReadContext } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { pictureInput } from '../picture-input.ts'
import { belongsToBoxes, type Rows, rowsOf } from '../rows.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'

/** Narrower vectors are scores or measurements. */
const narrowest = 16
/** Less than the 0.1 of the raw tensor, which is then shown first; this view is only offered. */
const onlyOffered = 0.05
const besideOthers = 0.6

/** Vectors that stand for their inputs (embeddings, feature vectors): `[n]`, `[b, n]`, `[b, 1, 1, n]` with n ≥ 16. */
export const similarity = {
  id: 'similarity',

  match: (outputs, context) => tensorsOf(outputs, context).flatMap((tensor) => matchOne(tensor, context) ?? []),

  decode: (outputs, context, options) => {
    const lead = leadOf(outputs)
    const [tensor] = tensorsOf([lead], context)
    const rows = tensor === undefined ? null : vectorsOf(tensor)
    if (tensor === undefined || rows === null) throw misfit('vectors', lead)
    const isNormalised = hasUnitRows(tensor, rows)
    const names = Array.from({ length: rows.batch }, (_, i) => (rows.batch === 1 ? '' : `row ${i}`))
    return {
      view: 'similarity',
      data: {
        vectors: { names, width: rows.width, data: Float32Array.from(tensor.data) },
        at: 0,
        measure: choiceOf(options, 'measure') as Measure,
        isNormalised,
        note: isNormalised
          ? 'The model scales its vectors to length 1, so that the cosine is their dot product.'
          : 'The model does not scale its vectors to length 1; the cosine ignores their lengths.',
        caveat: caveatOf(tensor, context),
      },
    }
  },
} satisfies OutputKind

const measures: Field = {
  id: 'measure',
  label: 'Compare by',
  type: 'choice',
  value: 'cosine',
  options: [
    { id: 'cosine', label: 'cosine: 1 is the same direction' },
    { id: 'distance', label: 'distance: 0 is the same vector' },
    { id: 'dot', label: 'dot product' },
  ],
}

function matchOne(tensor: Tensor, context: ReadContext): Match | null {
  const rows = vectorsOf(tensor)
  if (rows === null || belongsToBoxes(rows, context)) return null
  const { fit, reason } = fitOf(tensor, rows, context)
  // Beside other outputs, such as an age or classes, a vector is rarely the answer.
  return {
    fit: context.outputs.length > 1 ? Math.min(fit, besideOthers) : fit,
    reason,
    uses: [tensor.name],
    options: [measures],
  }
}

function vectorsOf({ shape, data }: Tensor): Rows | null {
  const rows = rowsOf(shape)
  return rows === null || rows.width < narrowest || !(data instanceof Float32Array) ? null : rows
}

/** Ops that end in scores of classes, or in positions. */
const ofScores = new Set(['Softmax', 'Sigmoid', 'LogSoftmax', 'ArgMax', 'TopKV2'])
/** Ops that end a scaling to length 1. */
const scaling = new Set(['Mul', 'RealDiv', 'Div', 'DivNoNan'])
/** Ops that end the features before the head of a classifier. */
const pooling = new Set(['Mean', 'AvgPool', 'MaxPool', 'Max', 'FusedBatchNorm', 'FusedBatchNormV3'])

const named = /embed|feature_?vector|descriptor|global_?(average_?|max_?)?pool|pooled_output|sentence_vector/i
const notNamed = /logit|predict|class|score|prob|softmax/i

function fitOf(tensor: Tensor, rows: Rows, { metadata, outputs }: ReadContext): Pick<Match, 'fit' | 'reason'> {
  const { ops, name } = tensor
  const trace = outputs.find((output) => output.name === name)?.trace
  const close = [name, ...(trace?.names ?? []).slice(0, 2)]
  if (ops.some((op) => ofScores.has(op))) return { fit: onlyOffered, reason: 'the model ends in scores of classes' }
  if (metadata.labels?.length === rows.width)
    return { fit: onlyOffered, reason: 'there is a class name for each value' }
  if (hasUnitRows(tensor, rows) && !isOneHot(tensor) && (ops.length === 0 || ops.some((op) => scaling.has(op))))
    return { fit: 0.97, reason: 'each row is scaled to length 1, as vectors are that are compared by their angle' }
  if (classCounts.has(rows.width)) return { fit: onlyOffered, reason: 'as many values as classes of known sets' }
  // Names of layers far behind the output say nothing about it: text classifiers begin with an embedding.
  const isLookup = ops.length === 0 && trace !== undefined && trace.names.length > 0
  if (!isLookup && close.some((one) => named.test(lastPart(one))) && !close.some((one) => notNamed.test(lastPart(one))))
    return { fit: 0.93, reason: `${name} is named as an embedding or as pooled features` }
  if (rows.width >= widePooled && ops.length > 0 && ops.every((op) => pooling.has(op)))
    return { fit: 0.75, reason: 'the model ends in pooled or normalised features, without a layer of classes' }
  return { fit: onlyOffered, reason: 'any row of numbers can be compared' }
}

/** Fewer pooled values may be classes of a fully convolutional model. */
const widePooled = 128
/** Widths of classifiers, some of which end in a pooling: ImageNet with and without background. */
const classCounts = new Set([345, 365, 1000, 1001])

/** The layer's part of a node's name, without the scopes and the operations in it. */
function lastPart(name: string): string {
  return name.split('/').slice(-2).join('/')
}

const unitTolerance = 2e-3

function hasUnitRows({ data }: Tensor, { batch, width }: Rows): boolean {
  for (let row = 0; row < batch; row++) {
    let squares = 0
    for (let i = row * width; i < (row + 1) * width; i++) squares += (data[i] as number) ** 2
    if (!(Math.abs(Math.sqrt(squares) - 1) <= unitTolerance)) return false
  }
  return true
}

/** Whether one value is almost 1, as in the scores of a classifier that is sure of a class; such a row has length 1 too. */
function isOneHot({ data }: Tensor): boolean {
  return data.some((value) => value > 0.99)
}

const face = /face|arcface|identity_?embed/i

function caveatOf({ path, shape }: Tensor, context: ReadContext): string {
  const { width, height, channels } = pictureInput(context)
  const isFace =
    face.test(path.replaceAll(/interface|surface/gi, '')) ||
    (width === height && (width === 112 || width === 160) && channels === 3 && (shape.at(-1) ?? 0) <= 512)
  return isFace
    ? 'If the model compares faces, it expects each one cropped and aligned; a whole photo gives a meaningless vector.'
    : ''
}
