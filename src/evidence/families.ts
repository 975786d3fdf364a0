import type { Answers, ScaleAnswer } from '../base/clue.ts'
import type { Shape } from '../base/tensor.ts'

type Shapes = readonly (Shape | null)[]

/** Height and number of filters of the first kernel. */
export interface FirstKernel {
  readonly height: number
  readonly outputs: number
}

/** A family of published models that is known by the shapes of its input and outputs. */
interface Family {
  readonly name: string
  /** `input` is `[batch, height, width, 3]`. */
  matches(input: Shape, outputs: Shapes, first: FirstKernel): boolean
  readonly scale: ScaleAnswer
  readonly resize?: Answers['resize']
}

const last = (shape: Shape | null): number | null => shape?.at(-1) ?? null
const side = (input: Shape, ...sides: readonly number[]): boolean =>
  sides.some((each) => input[1] === each && input[2] === each)
const sizes = (outputs: Shapes): readonly (number | null)[] => outputs.map(last)
/** Scores and offsets may be two outputs or one. */
const hasSize = (outputs: Shapes, ...either: readonly number[]): boolean =>
  sizes(outputs).some((size) => size !== null && either.includes(size))
const anchors = (outputs: Shapes, ...counts: readonly number[]): boolean =>
  counts.every((count) => outputs.some((shape) => shape?.at(-2) === count))
const unit: ScaleAnswer = { scale: 'zero-one' }
const signed: ScaleAnswer = { scale: 'minus-one-one' }

const isPose = (outputs: Shapes): boolean => {
  const found = sizes(outputs)
  return found.includes(17) && found.includes(34) && found.filter((size) => size === 32).length === 2
}

/** Pictures of 256 × 256 or 144 × 256, and one or two channels of the same size. */
const isSelfie = (input: Shape, outputs: Shapes): boolean => {
  const [, height, width] = input
  const small = width === 256 && (height === 256 || height === 144)
  return small && outputs.some((shape) => shape?.[1] === height && shape[2] === width && [1, 2].includes(shape[3] ?? 0))
}

const isYolo = (input: Shape, outputs: Shapes): boolean => {
  const [height, width] = [input[1], input[2]]
  if (typeof height !== 'number' || typeof width !== 'number' || height % 32 !== 0) return false
  const cells = [8, 16, 32].reduce((sum, stride) => sum + (height / stride) * (width / stride), 0)
  return outputs.some((shape) => shape?.length === 3 && (shape[2] === cells || shape[1] === 3 * cells))
}

/** A row of numbers, or a shape that the graph does not state. */
const isFaceVector = (shape: Shape | null): boolean => shape === null || [128, 192, 256, 512].includes(last(shape) ?? 0)

/** The preprocessing of the applications that these models were published with. */
export const families: readonly Family[] = [
  {
    name: 'PoseNet or BodyPix on ResNet50',
    matches: (_input, outputs, { height }) => isPose(outputs) && height === 7,
    scale: { scale: 'mean-std', mean: [123.15, 115.9, 103.06], std: [1], range: '255' },
    resize: 'fit',
  },
  { name: 'PoseNet or BodyPix', matches: (_input, outputs) => isPose(outputs), scale: signed, resize: 'fit' },
  {
    name: 'BlazeFace',
    matches: (input, outputs) =>
      side(input, 128, 256) && (anchors(outputs, 896) || anchors(outputs, 384, 512)) && hasSize(outputs, 16, 17),
    scale: signed,
    resize: 'fit',
  },
  {
    name: 'MediaPipe face mesh',
    matches: (input, outputs) => side(input, 192) && sizes(outputs).some((size) => size === 1404 || size === 1434),
    scale: unit,
  },
  {
    name: 'MediaPipe palm detection',
    matches: (input, outputs) => side(input, 192) && anchors(outputs, 2016) && hasSize(outputs, 18, 19),
    scale: unit,
    resize: 'fit',
  },
  {
    name: 'MediaPipe pose detection',
    matches: (input, outputs) => side(input, 224) && anchors(outputs, 2254) && hasSize(outputs, 12, 13),
    scale: signed,
    resize: 'fit',
  },
  {
    name: 'MediaPipe hand landmarks',
    matches: (input, outputs) => side(input, 224, 256) && sizes(outputs).includes(63),
    scale: unit,
  },
  {
    name: 'BlazePose landmarks',
    matches: (input, outputs) => side(input, 256) && sizes(outputs).includes(195),
    scale: unit,
    resize: 'fit',
  },
  {
    name: 'MediaPipe selfie segmentation',
    matches: (input, outputs, first) => isSelfie(input, outputs) && first.height === 3 && first.outputs === 16,
    scale: unit,
  },
  {
    name: 'MobileFaceNet or ArcFace',
    matches: (input, outputs, { height, outputs: filters }) =>
      side(input, 112) && outputs.length === 1 && height === 3 && filters === 64 && isFaceVector(outputs[0] ?? null),
    scale: { scale: 'mean-std', mean: [127.5], std: [128], range: '255' },
  },
  { name: 'YOLO', matches: isYolo, scale: unit, resize: 'fit' },
]
