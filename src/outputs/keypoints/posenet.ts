import type { NamedOutput, ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { coco17 } from '../skeletons.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import type { PointLayout, PointModel } from './layout.ts'
import { bestPoints, type PoseMaps, people } from './pose-decoding.ts'

const parts = coco17.names.length
/** Channels of the displacements: y and x of each edge of the tree. */
const edgeChannels = (parts - 1) * 2

/** PoseNet and BodyPix: heat maps, offsets and, for several people, displacements from each part to the next. */
export const posenet: PointLayout = {
  id: 'posenet',
  label: 'Heat maps and offsets: several people (PoseNet)',
  find: (outputs, context) => {
    const found = partsOf(outputs, context)
    return found === null ? [] : [modelOf(found, context)]
  },
}

interface Parts {
  readonly heat: Tensor
  readonly offsets: Tensor
  /** Towards the nose and away from it; `null` if the names do not tell which is which. */
  readonly displacements: { readonly backward: Tensor; readonly forward: Tensor } | null
  /** All outputs of the head, drawn or not. */
  readonly all: readonly Tensor[]
}

function partsOf(outputs: readonly NamedOutput[], context: ReadContext): Parts | null {
  const maps = tensorsOf(outputs, context).filter(({ shape }) => shape.length === 4 && (shape[0] ?? 0) > 0)
  for (const heat of maps.filter(({ shape }) => shape[3] === parts)) {
    const beside = maps.filter(({ shape }) => shape[1] === heat.shape[1] && shape[2] === heat.shape[2])
    const withChannels = (count: number) => beside.filter(({ shape }) => shape[3] === count)
    const candidates = withChannels(parts * 2)
    const offsets = candidates.find(({ path }) => !/long/i.test(path)) ?? candidates[0]
    if (offsets === undefined) continue
    const edges = withChannels(edgeChannels)
    const forward = edges.find(({ path }) => /fwd|forward/i.test(path))
    const backward = edges.find(({ path }) => /bwd|backward/i.test(path))
    const displacements = forward === undefined || backward === undefined ? null : { forward, backward }
    return { heat, offsets, displacements, all: [heat, offsets, ...edges] }
  }
  return null
}

function modelOf({ heat, offsets, displacements, all }: Parts, context: ReadContext): PointModel {
  const [batch = 0, height = 0, width = 0] = heat.shape
  const input = pictureInput(context)
  const stride = strideOf(input.height, height)
  const activated = isActivated(heat)
  const mapsOf = (row: number): PoseMaps => {
    const size = height * width
    const part = ({ data }: Tensor, channels: number) =>
      data.subarray(row * size * channels, (row + 1) * size * channels)
    const values = part(heat, parts)
    return {
      width,
      height,
      stride,
      heat: activated ? values : Float32Array.from(values, sigmoid),
      offsets: part(offsets, parts * 2),
      forward: displacements === null ? null : part(displacements.forward, edgeChannels),
      backward: displacements === null ? null : part(displacements.backward, edgeChannels),
    }
  }
  return {
    fit: 0.98,
    reason: `${parts} heat maps with offsets of two channels each are the points of people`,
    uses: all.map(({ name }) => name),
    batch,
    units: 'pixels',
    skeleton: coco17,
    thing: 'person',
    threshold: 0.25,
    pointThreshold: 0.5,
    note:
      displacements === null
        ? 'The names do not tell the displacements apart, so the points of one person are shown.'
        : '',
    decode: (row) => {
      const maps = mapsOf(row)
      return displacements === null ? [bestPoints(maps)] : people(maps)
    },
  }
}

/** Pixels of the input per cell: the corner cells lie on the corners of the picture. */
function strideOf(input: number, cells: number): number {
  const exact = (input - 1) / Math.max(1, cells - 1)
  // A padded size or one that is unknown: the published strides are 8, 16 and 32.
  return [8, 16, 32].find((stride) => Math.abs(stride - exact) < stride * 0.2) ?? exact
}
