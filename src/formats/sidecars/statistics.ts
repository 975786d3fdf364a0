import { asNumbers, asStrings, get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/** Mean and standard deviation per column, as training scripts write them, or scikit-learn's scaler dumped to JSON. */
export const statistics: SidecarKind = {
  id: 'statistics',
  names: /(norm|stat|scal|mean|std)[^/]*\.json$/i,
  read: (value, file) => {
    const mean = asNumbers(get(value, 'mean', 'means', 'mean_'))
    const std = asNumbers(get(value, 'std', 'stds', 'stddev', 'scale_'))
    const min = asNumbers(get(value, 'min', 'mins', 'data_min_'))
    const max = asNumbers(get(value, 'max', 'maxs', 'data_max_'))
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
