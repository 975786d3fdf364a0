import { faceMesh } from '../skeletons.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import { cropNote, lowestOfCrop, rowWidth } from './crops.ts'
import type { PointLayout, PointModel } from './layout.ts'

/**
 * MediaPipe's face mesh with attention: 468 points, and more exact ones of the lips, the eyes and the irises, all in pixels
 * of the input. Left and right are those of the picture, as the model's own names have it.
 */
export const attentionMesh: PointLayout = {
  id: 'attention-mesh',
  label: 'Face mesh with refined lips, eyes and irises, 478 points (MediaPipe)',
  find: (outputs, context) => {
    if (!context.inputs.some(({ shape }) => shape.length === 4)) return []
    const parts = partsOf(tensorsOf(outputs, context))
    return parts === null ? [] : [modelOf(parts)]
  },
}

interface Parts {
  /** `[b, …]` with 468 × (x, y, z). */
  readonly mesh: Tensor
  /** x and y of each point that is refined or, of the irises, added. */
  readonly refined: readonly (Part & { readonly tensor: Tensor })[]
  readonly flag: Tensor | null
}

/** The points of the mesh that an output replaces or adds, in its order. */
interface Part {
  readonly at: readonly number[]
  /** Of an iris: the points whose mean depth it takes. */
  readonly depthFrom?: readonly number[]
}

const meshPoints = 468

// The published orders of the outputs; each line is a contour from one corner to the other, the lower one with its ends.
const lips: Part = {
  at: [
    ...[61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409],
    ...[78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415],
    ...[76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408],
    ...[62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407],
  ],
}
const leftRing = [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173]
const rightRing = [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398]
const leftEye: Part = {
  at: [
    ...leftRing,
    ...[130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190],
    ...[226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189],
    ...[35, 124, 46, 53, 52, 65],
    ...[143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193],
  ],
}
const rightEye: Part = {
  at: [
    ...rightRing,
    ...[359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414],
    ...[446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413],
    ...[265, 353, 276, 283, 282, 295],
    ...[372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417],
  ],
}
const leftIris: Part = { at: [468, 469, 470, 471, 472], depthFrom: leftRing }
const rightIris: Part = { at: [473, 474, 475, 476, 477], depthFrom: rightRing }

function partsOf(tensors: readonly Tensor[]): Parts | null {
  const withWidth = (width: number) => tensors.filter((one) => rowWidth(one) === width)
  const [mesh] = withWidth(meshPoints * 3)
  const [lip] = withWidth(lips.at.length * 2)
  if (mesh === undefined || lip === undefined) return null
  const eyes = sidesOf(withWidth(leftEye.at.length * 2), mesh)
  const irises = sidesOf(withWidth(leftIris.at.length * 2), mesh)
  if (eyes === null || irises === null) return null
  const [flag] = withWidth(1)
  return {
    mesh,
    refined: [
      { ...lips, tensor: lip },
      { ...leftEye, tensor: eyes.left },
      { ...rightEye, tensor: eyes.right },
      { ...leftIris, tensor: irises.left },
      { ...rightIris, tensor: irises.right },
    ],
    flag: flag ?? null,
  }
}

/** Two outputs of one size: by their names, else the one nearer to the left eye of the mesh is the left one. */
function sidesOf(pair: readonly Tensor[], mesh: Tensor): { readonly left: Tensor; readonly right: Tensor } | null {
  const [one, other, ...more] = pair
  if (one === undefined || other === undefined || more.length > 0) return null
  const isLeft = ({ path }: Tensor) => /left/i.test(path) && !/right/i.test(path)
  const named = isLeft(one) !== isLeft(other)
  const first = named ? isLeft(one) : distanceTo(one, mesh) <= distanceTo(other, mesh)
  return first ? { left: one, right: other } : { left: other, right: one }
}

/** From the mean of the points of an output to that of the left eye in the mesh, px; of the first picture. */
function distanceTo({ data }: Tensor, mesh: Tensor): number {
  const own = Array.from({ length: data.length / (mesh.shape[0] ?? 1) / 2 }, (_, i) => i)
  const mean = (indices: readonly number[], read: (i: number) => number) =>
    indices.reduce((sum, i) => sum + read(i), 0) / indices.length
  const across = mean(own, (i) => data[i * 2] as number) - mean(leftRing, (i) => mesh.data[i * 3] as number)
  const down = mean(own, (i) => data[i * 2 + 1] as number) - mean(leftRing, (i) => mesh.data[i * 3 + 1] as number)
  return Math.hypot(across, down)
}

function modelOf({ mesh, refined, flag }: Parts): PointModel {
  const batch = mesh.shape[0] ?? 0
  const activated = flag !== null && isActivated(flag)
  const scoreOf = (row: number) => {
    if (flag === null) return Number.NaN
    const value = flag.data[row] as number
    return activated ? value : sigmoid(value)
  }
  const skeleton = faceMesh(478)
  return {
    fit: 0.975,
    reason: `${meshPoints} points of a face with refined points of its lips, eyes and irises`,
    uses: [mesh, ...refined.map(({ tensor }) => tensor), ...(flag === null ? [] : [flag])].map(({ name }) => name),
    batch,
    units: 'pixels',
    skeleton,
    thing: 'face',
    threshold: flag === null ? 0 : lowestOfCrop,
    pointThreshold: 0,
    note: cropNote('face', flag === null ? [] : Array.from({ length: batch }, (_, row) => scoreOf(row))),
    decode: (row) => {
      const [x, y, z] = [0, 1, 2].map((column) => {
        const values = new Float32Array(skeleton.names.length)
        for (let i = 0; i < meshPoints; i++) values[i] = mesh.data[(row * meshPoints + i) * 3 + column] as number
        return values
      }) as [Float32Array, Float32Array, Float32Array]
      for (const { at, depthFrom, tensor } of refined) {
        for (const [i, point] of at.entries()) {
          x[point] = tensor.data[(row * at.length + i) * 2] as number
          y[point] = tensor.data[(row * at.length + i) * 2 + 1] as number
          if (depthFrom !== undefined)
            z[point] = depthFrom.reduce((sum, one) => sum + (z[one] as number), 0) / depthFrom.length
        }
      }
      return [{ score: scoreOf(row), x, y, z }]
    },
  }
}
