import { asNumbers, asStrings, get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/**
 * Mean and standard deviation per column, as training scripts write them, or a scaler of scikit-learn dumped to JSON
 * (StandardScaler, MinMaxScaler, RobustScaler).
 */
export const statistics: SidecarKind = {
  id: 'statistics',
  names: /(norm|stat|scal|mean|std)[^/]*\.json$/i,
  read: (value, file) => {
    const mean = asNumbers(get(value, 'mean', 'means', 'mean_', 'center_'))
    const std =
      asNumbers(get(value, 'std', 'stds', 'stddev', 'scale_')) ?? roots(asNumbers(get(value, 'var_', 'variance')))
    const [min, max] = limits(value)
    const [first, second] = mean !== null && std !== null ? [mean, std] : [min, max]
    if (first === null || second === null || first.length !== second.length) return null
    const names = asStrings(get(value, 'features', 'feature_names', 'columns', 'names'))
    const standard = first === mean
    const columns = first.map((low, i) => ({
      name: names?.length === first.length ? (names[i] ?? String(i)) : String(i),
      min: standard ? null : low,
      max: standard ? null : (second[i] ?? null),
      mean: standard ? low : null,
      std: standard ? (second[i] ?? null) : null,
    }))
    return { columns, columnsSource: file.name }
  },
}

function roots(variance: readonly number[] | null): readonly number[] | null {
  return variance === null || variance.some((v) => v < 0) ? null : variance.map(Math.sqrt)
}

/**
 * Minimum and maximum per column. A MinMaxScaler multiplies by `scale_` and adds `min_`, unlike all other scalers, which
 * divide by `scale_`.
 */
function limits(value: unknown): readonly [readonly number[] | null, readonly number[] | null] {
  const min = asNumbers(get(value, 'min', 'mins', 'data_min_'))
  const max = asNumbers(get(value, 'max', 'maxs', 'data_max_'))
  if (min !== null && max !== null) return [min, max]
  const [shift, factor] = [asNumbers(get(value, 'min_')), asNumbers(get(value, 'scale_'))]
  if (shift === null || factor === null || shift.length !== factor.length || factor.includes(0)) return [null, null]
  const at = (target: number): readonly number[] => factor.map((f, i) => (target - (shift[i] as number)) / f)
  return [at(0), at(1)]
}
