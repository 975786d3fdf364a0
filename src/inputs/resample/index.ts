import { resizeBilinear } from './bilinear.ts'
import { resizeNearest } from './nearest.ts'
import { copy, type ResampleSource } from './source.ts'
import { resizeTriangle } from './triangle.ts'

type Resample = (
  source: ResampleSource,
  width: number,
  height: number,
  signal?: AbortSignal,
) => Float32Array<ArrayBuffer>

/** The resampling kernels, in the order in which the page offers them. */
export const kernels: readonly { readonly id: string; readonly label: string; readonly resample: Resample }[] = [
  { id: 'bilinear', label: 'Bilinear (tf.image.resize)', resample: resizeBilinear },
  { id: 'antialiased', label: 'Antialiased (Pillow, antialias=True)', resample: resizeTriangle },
  { id: 'nearest', label: 'Nearest', resample: resizeNearest },
]

/** `[height, width, channels]`, 0…255; the unchanged rectangle if the size is the same. */
export function resample(
  kernel: string,
  source: ResampleSource,
  width: number,
  height: number,
  signal?: AbortSignal,
): Float32Array<ArrayBuffer> {
  if (source.crop.width === width && source.crop.height === height) return copy(source)
  const found = kernels.find(({ id }) => id === kernel)
  return (found?.resample ?? resizeBilinear)(source, width, height, signal)
}
