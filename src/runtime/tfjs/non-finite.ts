import type { Arithmetic } from '../../base/arithmetic.ts'
import { formatCount } from '../../base/format.ts'
import { formatShape, type TensorData } from '../../base/tensor.ts'
import type { Constant } from '../../graph/constant.ts'

/**
 * Warns about NaN and infinite values in a weight, which make every result that depends on them NaN or infinite; `null`
 * if there are none.
 */
export function warnOfNonFinite(
  name: string,
  { file, shape }: Constant,
  data: TensorData | Float32Array,
  arithmetic: Arithmetic,
): string | null {
  if (!(data instanceof Float32Array) || arithmetic.isFinite(data)) return null
  let nan = 0
  let infinite = 0
  for (const value of data) {
    if (Number.isNaN(value)) nan++
    else if (!Number.isFinite(value)) infinite++
  }
  const found = [
    nan > 0 ? `${formatCount(nan)} NaN` : '',
    infinite > 0 ? `${formatCount(infinite)} infinite values` : '',
  ]
  const where = file === '' ? '' : ` in ${file}`
  return `Weight ${name} ${formatShape(shape)}${where} holds ${found.filter(Boolean).join(' and ')}; results that depend on it are meaningless.`
}
