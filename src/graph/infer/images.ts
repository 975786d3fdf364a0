import { intAttribute, stringAttribute } from '../attributes.ts'
import { constantNumbers } from './arrays.ts'
import { divide, floorDivide, multiply, plus } from './dim.ts'
import type { InferRule, ValueInfo } from './info.ts'
import { type Dims, dtypeOf, fresh, type InferRow, info, named, numbersOf, shapeOf } from './shape.ts'

/** `[batch, height, width, channels]` with the size from the second input. */
const resize: InferRule = (call, inputs) => {
  const [shape, size] = [shapeOf(inputs), inputs[1]?.content ?? null]
  const dtype = call.op === 'ResizeNearestNeighbor' ? dtypeOf(inputs) : 'float32'
  return [info(dtype, named(call, [shape?.[0], size?.[0], size?.[1], shape?.[3]]))]
}

const cropAndResize: InferRule = (call, inputs) => {
  const [shape, boxes, size] = [shapeOf(inputs), shapeOf(inputs, 1), inputs[3]?.content ?? null]
  return [info('float32', named(call, [boxes?.[0], size?.[0], size?.[1], shape?.[3]]))]
}

const projective: InferRule = (call, inputs) => {
  const [shape, size] = [shapeOf(inputs), inputs[2]?.content ?? null]
  return [info(dtypeOf(inputs), named(call, [shape?.[0], size?.[0], size?.[1], shape?.[3]]))]
}

const depthToSpace: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const block = intAttribute(call.attributes, 'block_size', 1)
  const first = stringAttribute(call.attributes, 'data_format', 'NHWC') === 'NCHW'
  const [batch = 1, ...rest] = shape
  const [channels = 1, spatial] = first ? [rest[0], rest.slice(1)] : [rest.at(-1), rest.slice(0, -1)]
  const grow = call.op === 'DepthToSpace'
  const sized = spatial.map((dim) => (grow ? multiply([dim, block]) : divide(dim, block)))
  const depth = grow ? divide(channels, block * block) : multiply([channels, block * block])
  return [info(dtypeOf(inputs), named(call, first ? [batch, depth, ...sized] : [batch, ...sized, depth]))]
}

/**
 * `SpaceToBatchND` and its inverse, with crops or paddings `[blocks, 2]`. The older ops have one block size for both
 * axes.
 */
const spaceToBatch: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const older = !call.op.endsWith('ND')
  const size = intAttribute(call.attributes, 'block_size', 1)
  const [block, edges] = older
    ? [[size, size], constantNumbers(inputs[1])]
    : [numbersOf(inputs[1]), constantNumbers(inputs[2])]
  if (shape === null) return [info(dtypeOf(inputs), null)]
  if (block === null || edges === null)
    return [
      info(
        dtypeOf(inputs),
        named(
          call,
          shape.map(() => null),
        ),
      ),
    ]
  return [
    info(
      dtypeOf(inputs),
      named(call, call.op.startsWith('SpaceToBatch') ? toBatch(shape, block, edges) : toSpace(shape, block, edges)),
    ),
  ]
}

function toBatch(shape: Dims, block: readonly number[], edges: readonly number[]) {
  const batch = multiply([shape[0] ?? 1, ...block])
  const spatial = block.map((size, i) => {
    const padded = plus(shape[i + 1] ?? 1, (edges[2 * i] ?? 0) + (edges[2 * i + 1] ?? 0))
    return padded === null ? null : floorDivide(padded, size)
  })
  return [batch, ...spatial, ...shape.slice(block.length + 1)]
}

function toSpace(shape: Dims, block: readonly number[], edges: readonly number[]) {
  const batch = divide(
    shape[0] ?? 1,
    block.reduce((all, size) => all * size, 1),
  )
  const spatial = block.map((size, i) => {
    const grown = multiply([shape[i + 1] ?? 1, size])
    return grown === null ? null : plus(grown, -(edges[2 * i] ?? 0) - (edges[2 * i + 1] ?? 0))
  })
  return [batch, ...spatial, ...shape.slice(block.length + 1)]
}

const suppression: InferRule = (call) => {
  const selected = info('int32', [fresh(call, 0)])
  const scores = info('float32', [fresh(call, 0)])
  const valid = info('int32', [])
  const outputs: Readonly<Record<string, readonly ValueInfo[]>> = {
    NonMaxSuppressionV4: [selected, valid],
    NonMaxSuppressionV5: [selected, scores, valid],
  }
  return Object.hasOwn(outputs, call.op) ? (outputs[call.op] ?? [selected]) : [selected]
}

const spectrum: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const length = inputs[1]?.content?.[0] ?? null
  const bins = typeof length === 'number' ? Math.floor(length / 2) + 1 : null
  if (call.op === 'RFFT') return [info('complex64', shape === null ? null : named(call, [...shape.slice(0, -1), bins]))]
  return [info('float32', shape === null ? null : named(call, [...shape.slice(0, -1), length]))]
}

const sameComplex: InferRule = (_, inputs) => [info('complex64', shapeOf(inputs))]

export const images: readonly InferRow[] = [
  [['ResizeBilinear', 'ResizeNearestNeighbor', 'ResizeBicubic', 'ResizeArea', 'ScaleAndTranslate'], resize],
  ['CropAndResize', cropAndResize],
  ['ImageProjectiveTransformV3', projective],
  [['DepthToSpace', 'SpaceToDepth'], depthToSpace],
  [['SpaceToBatchND', 'BatchToSpaceND', 'SpaceToBatch', 'BatchToSpace'], spaceToBatch],
  [['NonMaxSuppression', 'NonMaxSuppressionV2', 'NonMaxSuppressionV3'], suppression],
  [['NonMaxSuppressionV4', 'NonMaxSuppressionV5'], suppression],
  [['RFFT', 'IRFFT'], spectrum],
  [['FFT', 'IFFT', 'FFT2D', 'IFFT2D'], sameComplex],
  [
    ['RGBToHSV', 'HSVToRGB', 'AdjustContrastv2', 'AdjustHue', 'AdjustSaturation'],
    (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))],
  ],
]
