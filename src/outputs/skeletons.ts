import type { Skeleton } from '../base/skeleton.ts'

/**
 * Names and edges as in `pose-detection`, `hand-pose-detection` and `face-landmarks-detection` of TensorFlow.js models
 * (Apache-2.0).
 */

/** Neighbouring points of each line, from lists of indices. */
function lines(...paths: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  return paths.flatMap((path) => path.slice(1).map((to, i): readonly [number, number] => [path[i] as number, to]))
}

/** The 17 points of COCO. */
export const coco17: Skeleton = {
  names: [
    'nose',
    'left eye',
    'right eye',
    'left ear',
    'right ear',
    'left shoulder',
    'right shoulder',
    'left elbow',
    'right elbow',
    'left wrist',
    'right wrist',
    'left hip',
    'right hip',
    'left knee',
    'right knee',
    'left ankle',
    'right ankle',
  ],
  edges: lines([0, 1, 3], [0, 2, 4], [5, 6, 12, 11, 5], [5, 7, 9], [6, 8, 10], [11, 13, 15], [12, 14, 16]),
}

/** The 16 points of MPII. */
export const mpii16: Skeleton = {
  names: [
    'head top',
    'neck',
    'right shoulder',
    'right elbow',
    'right wrist',
    'thorax',
    'left shoulder',
    'left elbow',
    'left wrist',
    'pelvis',
    'right hip',
    'right knee',
    'right ankle',
    'left hip',
    'left knee',
    'left ankle',
  ],
  edges: lines([0, 1, 5, 9], [5, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [9, 13, 14, 15]),
}

/** The 33 points of BlazePose. */
export const blazePose33: Skeleton = {
  names: [
    'nose',
    ...['left', 'right'].flatMap((side) => ['eye inner', 'eye', 'eye outer'].map((part) => `${side} ${part}`)),
    'left ear',
    'right ear',
    'mouth left',
    'mouth right',
    ...['shoulder', 'elbow', 'wrist', 'pinky', 'index', 'thumb', 'hip', 'knee', 'ankle', 'heel', 'foot index'].flatMap(
      (part) => [`left ${part}`, `right ${part}`],
    ),
  ],
  edges: lines(
    [0, 1, 2, 3, 7],
    [0, 4, 5, 6, 8],
    [9, 10],
    [11, 12, 24, 23, 11],
    [11, 13, 15, 17, 19, 15, 21],
    [12, 14, 16, 18, 20, 16, 22],
    [23, 25, 27, 29, 31, 27],
    [24, 26, 28, 30, 32, 28],
  ),
}

/** The 21 points of a hand. */
export const hand21: Skeleton = {
  names: [
    'wrist',
    ...['CMC', 'MCP', 'IP', 'tip'].map((joint) => `thumb ${joint}`),
    ...['index', 'middle', 'ring', 'little'].flatMap((finger) =>
      ['MCP', 'PIP', 'DIP', 'tip'].map((joint) => `${finger} finger ${joint}`),
    ),
  ],
  edges: lines(
    [0, 1, 2, 3, 4],
    [0, 5, 6, 7, 8],
    [5, 9, 10, 11, 12],
    [9, 13, 14, 15, 16],
    [13, 17, 18, 19, 20],
    [0, 17],
  ),
}

/** Contours of MediaPipe's face mesh: oval, lips, eyes and brows. */
const meshEdges = lines(
  [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10,
  ],
  [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
  [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
  [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  [263, 249, 390, 373, 374, 380, 381, 382, 362],
  [263, 466, 388, 387, 386, 385, 384, 398, 362],
  [276, 283, 282, 295, 285],
  [300, 293, 334, 296, 336],
  [33, 7, 163, 144, 145, 153, 154, 155, 133],
  [33, 246, 161, 160, 159, 158, 157, 173, 133],
  [46, 53, 52, 65, 55],
  [70, 63, 105, 66, 107],
)

/** The right iris and the left one, behind the 468 points of the mesh. */
const irisEdges = lines([469, 470, 471, 472, 469], [474, 475, 476, 477, 474])

/** MediaPipe's face mesh, without the irises (468) or with them (478). */
export function faceMesh(count: 468 | 478): Skeleton {
  return { names: numbered(count), edges: count === 478 ? [...meshEdges, ...irisEdges] : meshEdges }
}

/** The 68 points of a face: jaw, brows, nose, eyes and mouth. */
export const face68: Skeleton = {
  names: [
    ...numbered(17, 'jaw'),
    ...numbered(5, 'right brow'),
    ...numbered(5, 'left brow'),
    ...numbered(9, 'nose'),
    ...numbered(6, 'right eye'),
    ...numbered(6, 'left eye'),
    ...numbered(20, 'mouth'),
  ],
  edges: lines(
    range(0, 17),
    range(17, 22),
    range(22, 27),
    range(27, 31),
    range(31, 36),
    [...range(36, 42), 36],
    [...range(42, 48), 42],
    [...range(48, 60), 48],
    [...range(60, 68), 60],
  ),
}

/** The five points of a face that detectors give. */
export const face5: Skeleton = {
  names: ['right eye', 'left eye', 'nose', 'right mouth corner', 'left mouth corner'],
  edges: [],
}

/** Points without names of their own: `point 0`, `point 1`, … */
export function unnamed(count: number): Skeleton {
  return { names: numbered(count), edges: [] }
}

function numbered(count: number, name = 'point'): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${name} ${i}`)
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
