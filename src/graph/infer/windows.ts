import { intsAttribute, stringAttribute } from '../attributes.ts'
import type { Attributes } from '../graph.ts'
import { ceilDivide, floorDivide, plus } from './dim.ts'
import type { Dim } from './info.ts'

/** Axis positions of a layout: `NHWC`, `NCHW`, `NDHWC`, `NCDHW`. */
export interface Layout {
  readonly channels: number
  readonly spatial: readonly number[]
  readonly channelsFirst: boolean
}

export function layoutOf(attributes: Attributes, rank: number): Layout {
  const channelsFirst = stringAttribute(attributes, 'data_format').startsWith('NC')
  const first = channelsFirst ? 2 : 1
  const spatial: number[] = []
  for (let i = 0; i < rank - 2; i++) spatial.push(first + i)
  return { channels: channelsFirst ? 1 : rank - 1, spatial, channelsFirst }
}

/** One number per spatial axis, from a list attribute with one per axis; 1 if absent. */
export function perSpatialAxis(attributes: Attributes, key: string, layout: Layout): readonly number[] {
  const values = intsAttribute(attributes, key)
  const perAxis: number[] = []
  for (const axis of layout.spatial) perAxis.push(values[axis] ?? 1)
  return perAxis
}

/** Explicit padding before and after each spatial axis; zeros if absent. */
export function explicitPaddings(attributes: Attributes, layout: Layout): readonly (readonly [number, number])[] {
  const values = intsAttribute(attributes, 'explicit_paddings')
  const perAxis: (readonly [number, number])[] = []
  for (const axis of layout.spatial) perAxis.push([values[2 * axis] ?? 0, values[2 * axis + 1] ?? 0])
  return perAxis
}

export interface Window {
  readonly padding: string
  readonly explicit: readonly [number, number]
  readonly stride: number
  readonly dilation: number
  /** Size of the kernel or pool, before dilation. */
  readonly size: Dim
}

/**
 * Output size of a sliding window along one axis: TensorFlow's SAME, VALID and EXPLICIT. `null` if known only at run
 * time.
 */
export function windowed(dim: Dim, { padding, explicit, stride, dilation, size }: Window): Dim | null {
  if (padding === 'SAME') return ceilDivide(dim, stride)
  if (typeof size !== 'number') return null
  const span = (size - 1) * dilation
  const [before, after] = padding === 'EXPLICIT' ? explicit : [0, 0]
  const steps = plus(dim, before + after - span - 1)
  const whole = steps === null ? null : floorDivide(steps, stride)
  const result = whole === null ? null : plus(whole, 1)
  return typeof result === 'number' ? Math.max(0, result) : result
}

export function paddingOf(attributes: Attributes): string {
  return stringAttribute(attributes, 'padding', 'VALID')
}
