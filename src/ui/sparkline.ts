export interface Plot {
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** y of the reference line; `null` if it is out of range or absent. */
  readonly line: number | null
  /** The value at the top of the box; the bottom is zero. */
  readonly high: number
}

/**
 * Lays values out from left to right in a box of `width` × `height` px, `pad` px from its edges. The axis starts at
 * zero, so that noise does not look like a difference.
 */
export function plot(
  values: readonly number[],
  width: number,
  height: number,
  reference: number | null,
  pad = 3,
): Plot {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { points: [], line: null, high: 0 }
  const high = Math.max(...finite, reference ?? 0) || 1
  const y = (value: number) => pad + (1 - value / high) * (height - 2 * pad)
  const step = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0
  const points = values.flatMap((value, i) =>
    Number.isFinite(value) ? [{ x: values.length > 1 ? pad + i * step : width / 2, y: y(value) }] : [],
  )
  return { points, line: reference === null ? null : y(reference), high }
}
