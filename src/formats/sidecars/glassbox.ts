import type { SavedStep } from '../../base/model.ts'
import { asArray, asObject, asString, asStrings, get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/** Settings saved in an earlier session: `{ "glassbox": 1, "settings": { input: [{ "id", "values" }] }, "labels"?: [] }`. */
export const glassbox: SidecarKind = {
  id: 'glassbox',
  names: /^(.+\.)?glassbox( ?\(\d+\))?\.json$/i,
  read: (value, file) => {
    if (get(value, 'glassbox') !== 1) return null
    const labels = asStrings(get(value, 'labels'))
    const settings = asObject(get(value, 'settings'))
    return {
      ...(labels === null ? {} : { labels, labelsSource: file.name }),
      ...(settings === null
        ? {}
        : {
            settings: Object.fromEntries(Object.entries(settings).map(([input, steps]) => [input, savedSteps(steps)])),
          }),
    }
  },
}

function savedSteps(value: unknown): readonly SavedStep[] {
  return (asArray(value) ?? []).flatMap((step) => {
    const id = asString(get(step, 'id'))
    const values = asObject(get(step, 'values'))
    if (id === null || values === null) return []
    return [
      {
        id,
        values: Object.fromEntries(
          Object.entries(values).flatMap(([key, field]) => (isField(field) ? [[key, field] as const] : [])),
        ),
      },
    ]
  })
}

function isField(value: unknown): value is string | number | boolean | readonly number[] {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'number')
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  )
}
