import type { Clue, ScaleAnswer } from '../base/clue.ts'
import { formatNumber } from '../base/format.ts'
import type { Graph } from '../graph/graph.ts'
import { architectureOf } from './architecture.ts'
import { orderOfArithmetic, rangeOfArithmetic, rangeOfMoments } from './arithmetic.ts'
import { families } from './families.ts'
import { type FirstLayer, firstLayer } from './first-layer.ts'
import { normalisationOf } from './normalisation.ts'
import { type Range, ranges, wordsFor } from './ranges.ts'
import { placesOf } from './reasons.ts'
import { standardisesPictures } from './standardised.ts'
import type { Subject } from './subject.ts'
import type { Reader } from './trace.ts'
import {
  foldedFits,
  isScaledTwice,
  rangeBehindRelu,
  rangeOfData,
  type TrainingData,
  trainingData,
} from './training-data.ts'

/** What the graph tells about an input of pictures. */
export async function cluesOfPicture(subject: Subject): Promise<readonly Clue[]> {
  const { graph, readers, constants, signal } = subject
  const reader = firstReader(readers)
  if (reader === undefined) return []
  const layer = await firstLayer(graph, reader.node, reader.map.factor.length, constants, signal)
  const stated = [...ofArithmetic(subject, reader), ...(await ofStandardisation(subject))]
  const remembered = await ofStatistics(subject, reader, layer)
  const twice = scaledTwice(stated, remembered)
  const folded = layer === null ? null : foldedFits(layer, reader.map)
  const scalesInside = stated.some(({ question }) => question === 'scale')
  const structural = [
    ...ofFamily(subject, layer),
    ...ofHub(subject, reader),
    ...(scalesInside ? [] : ofArchitecture(subject, layer)),
    ...ofOutput(subject),
  ].filter((clue) => clue.question !== 'scale' || folded !== 'unit' || isUnit(clue.answer))
  return [...twice, ...stated, ...remembered, ...ofFolded(subject, folded), ...structural]
}

/** The first convolution or normalisation, else whatever reads the input first. */
function firstReader(readers: readonly Reader[]): Reader | undefined {
  return readers.find(({ node }) => /Conv|MatMul|BatchNorm|^Mul$/.test(node.op)) ?? readers[0]
}

function ofArithmetic(subject: Subject, { map }: Reader): readonly Clue[] {
  const range = rangeOfArithmetic(map)
  const order = orderOfArithmetic(map)
  const common = { input: subject.input.name, evidence: 'arithmetic' } as const
  const reason = `stated by ${map.by.length === 0 ? 'the limits to which the model clips' : placesOf(map, subject)}`
  return [
    ...(range === null
      ? []
      : [
          { ...common, question: 'scale', answer: { scale: range.scale }, certainty: range.certainty, reason } as const,
        ]),
    ...(order === null
      ? []
      : [{ ...common, question: 'order', answer: order.order, certainty: order.certainty, reason } as const]),
  ]
}

async function ofStandardisation(subject: Subject): Promise<readonly Clue[]> {
  if (!(await standardisesPictures(subject))) return []
  const reason = 'the model standardises each picture itself, so that any range gives the same answer'
  const common = { input: subject.input.name, evidence: 'arithmetic', certainty: 'certain', reason } as const
  return [{ ...common, question: 'scale', answer: { scale: 'none' } }]
}

async function ofStatistics(subject: Subject, reader: Reader, layer: FirstLayer | null): Promise<readonly Clue[]> {
  const { graph, input, constants, signal } = subject
  const common = { input: input.name, evidence: 'statistics' } as const
  const moments = await normalisationOf(graph, reader.node)?.(constants, signal)
  if (moments !== null && moments !== undefined) {
    const { factor, offset } = reader.map
    const back = (m: number, c: number): number => (m - (offset[c] ?? 0)) / (factor[c] ?? 1)
    const deviation = moments.variance.map((v, c) => Math.sqrt(v) / Math.abs(factor[c] ?? 1))
    const found = rangeOfMoments(moments.mean.map(back), deviation)
    if (found === null) return []
    const reason = 'the batch normalisation on the input remembers the training pictures'
    return [{ ...common, question: 'scale', answer: { scale: found.scale }, certainty: found.certainty, reason }]
  }
  if (layer === null) return []
  const data = trainingData(layer, reader.map)
  const range = data === null ? rangeBehindRelu(layer, reader.map) : rangeIn(data, layer, reader)
  const clues: Clue[] = []
  const order = data === null ? null : orderOfData(data, reader.map.from)
  if (range !== null)
    clues.push({
      ...common,
      question: 'scale',
      answer: { scale: range.id },
      certainty: 'derived',
      reason: `the first batch normalisation remembers ${data === null ? 'such pictures' : told(data)}`,
    })
  if (order !== null)
    clues.push({
      ...common,
      question: 'order',
      answer: order,
      certainty: 'derived',
      reason: 'the first batch normalisation remembers which channel was brighter',
    })
  return clues
}

function rangeIn(data: TrainingData, layer: FirstLayer, { map }: Reader): Range | null {
  const unit = ranges.find(({ id }) => id === 'zero-one') ?? null
  return rangeOfData(data) ?? (isScaledTwice(layer, map, data) ? unit : null)
}

function told({ mean, gain }: TrainingData): string {
  const means = mean.map((m) => formatNumber(m, 3)).join(', ')
  return `training pictures of mean ${means} and ${formatNumber(gain, 2)} times the contrast of 0…1`
}

/** Photos are brighter in red than in blue, with green between them; anything else is an inexact estimate. */
function orderOfData({ mean, error, gain }: TrainingData, from: readonly number[]): 'rgb' | 'bgr' | null {
  if (mean.length !== 3 || new Set(from).size !== 3) return null
  const of = (values: readonly number[], input: number): number => values[from.indexOf(input)] as number
  const [red, green, blue] = [of(mean, 0), of(mean, 1), of(mean, 2)]
  const difference = red - blue
  const slack = of(error, 1)
  if (green < Math.min(red, blue) - slack || green > Math.max(red, blue) + slack) return null
  if (Math.abs(difference) < Math.max(Math.hypot(of(error, 0), of(error, 2)), 0.015 * gain)) return null
  return difference > 0 ? 'rgb' : 'bgr'
}

/** A model that scales, but remembers data of another magnitude, was trained on pictures that had been scaled before. */
function scaledTwice(stated: readonly Clue[], remembered: readonly Clue[]): readonly Clue[] {
  const [inside] = stated.flatMap((clue) => (clue.question === 'scale' ? [clue] : []))
  const [data] = remembered.flatMap((clue) => (clue.question === 'scale' ? [clue] : []))
  if (inside === undefined || data === undefined || inside.answer.scale !== 'none' || !isUnit(data.answer)) return []
  const reason = `${data.reason}, although the model scales as well: the training scaled twice`
  return [{ ...data, evidence: 'arithmetic', reason }]
}

function isUnit({ scale }: ScaleAnswer): boolean {
  const range: Range | undefined = ranges.find(({ id }) => id === scale)
  return range === undefined ? scale !== 'mean-std' : range.gain < 10
}

function ofFolded({ input }: Subject, fits: 'unit' | 'bytes' | null): readonly Clue[] {
  const common = { input: input.name, question: 'scale' } as const
  if (fits === 'bytes') {
    const reason = 'the first convolution, into which a batch normalisation was folded, fits 0…255'
    return [{ ...common, answer: { scale: 'none' }, evidence: 'statistics', certainty: 'derived', reason }]
  }
  if (fits === null) return []
  const reason = 'the first convolution expects small numbers, not 0…255; whether 0…1 or −1…1 is a guess'
  return [{ ...common, answer: { scale: 'zero-one' }, evidence: 'convention', certainty: 'guessed', reason }]
}

function ofFamily({ graph, input }: Subject, layer: FirstLayer | null): readonly Clue[] {
  const { shape } = input
  if (shape?.length !== 4) return []
  const outputs = graph.outputs.map((output) => output.shape)
  const family = families.find((each) => each.matches(shape, outputs, layer ?? { height: 0, outputs: 0 }))
  if (family === undefined) return []
  const common = {
    input: input.name,
    evidence: 'family',
    certainty: 'derived',
    reason: `inputs and outputs are those of ${family.name}`,
  } as const
  return [
    { ...common, question: 'scale', answer: family.scale },
    ...(family.resize === undefined ? [] : [{ ...common, question: 'resize', answer: family.resize } as const]),
  ]
}

/** The names that Keras gives to layers made of a module of TensorFlow Hub, and the modules of TensorFlow 1 to themselves. */
const hubScope = /(^|\/)(keras_layer(_\d+)?|hub_input|module(_\d+)?_apply_default)\//

/** Modules of TensorFlow Hub take pictures of 0…1, and scale them themselves if the network wants another range. */
function ofHub({ input }: Subject, { node }: Reader): readonly Clue[] {
  if (!hubScope.test(`${node.name}/`)) return []
  const reason = 'the model starts with a module of TensorFlow Hub, which takes 0…1'
  const common = { input: input.name, evidence: 'family', certainty: 'derived', reason } as const
  return [{ ...common, question: 'scale', answer: { scale: 'zero-one' } }]
}

/** Output sizes of networks trained on ImageNet. */
const imagenetClasses = new Set([1000, 1001])

function ofArchitecture({ graph, input, constants }: Subject, layer: FirstLayer | null): readonly Clue[] {
  if (layer === null || layer.channels !== 3) return []
  const found = architectureOf(graph, constants, layer.activated)
  if (found === null) return []
  // A head of other classes, of boxes or of masks was trained on data of its own, often on 0…1 whatever the
  // architecture's habit.
  const headed = [...graph.nodes.values()].some(({ op }) => /MatMul/.test(op)) || graph.outputs.some(isDense(input))
  const retrained = headed && !graph.outputs.some(({ shape }) => imagenetClasses.has(shape?.at(-1) ?? 0))
  const common = { input: input.name, evidence: 'architecture' } as const
  const certainty = retrained ? 'guessed' : 'derived'
  const reason = `its kernels are those of ${found.name}, whose preprocess_input gives ${wordsFor(found.scale)}`
  const trained = `${found.name} is trained on ${found.side} × ${found.side}`
  return [
    { ...common, certainty, question: 'scale', answer: found.scale, reason },
    { ...common, certainty: 'derived', question: 'side', answer: found.side, reason: trained },
  ]
}

/** Whether an output says something about many places of the picture, in finer maps than the features of a network. */
function isDense({ shape: input }: Subject['input']) {
  return ({ shape }: Graph['outputs'][number]): boolean => {
    const [height, rows] = [input?.[1], shape?.[1]]
    if (shape?.length === 3) return true
    return shape?.length === 4 && typeof height === 'number' && typeof rows === 'number' && rows * 16 > height
  }
}

/** Generators that end in tanh give −1…1, and are usually fed with it. */
function ofOutput({ graph, input }: Subject): readonly Clue[] {
  const ends = graph.outputs.some(({ value, shape }) => {
    const node = graph.nodes.get(value.slice(0, value.lastIndexOf(':')))
    return shape?.length === 4 && shape[3] === 3 && node?.op === 'Tanh'
  })
  if (!ends) return []
  const reason = 'the output ends in tanh, so pictures are probably −1…1 on both sides'
  return [
    {
      input: input.name,
      question: 'scale',
      answer: { scale: 'minus-one-one' },
      evidence: 'convention',
      certainty: 'guessed',
      reason,
    },
  ]
}
