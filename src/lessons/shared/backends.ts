import { type RungId, rungLabels } from '../../base/ladder.ts'
import type { LoadedModel } from '../../engine/protocol.ts'
import type { Try } from '../contract.ts'

/** The rungs on which this model could run here, best first. */
export function usableRungs({ ladder }: Pick<LoadedModel, 'ladder'>): readonly RungId[] {
  const usable = new Set(['in-use', 'ready', 'available', 'software'])
  return ladder.filter(({ state }) => usable.has(state)).map(({ id }) => id)
}

/** Another backend, that of the model first. */
export const otherBackend: Try = {
  id: 'backend',
  label: 'Backend',
  options: (model) => {
    const ids = [model.rung, ...usableRungs(model).filter((id) => id !== model.rung)]
    return ids.map((id) => ({ id, label: rungLabels[id] }))
  },
}

/** The backend of a setting, else that of the model. */
export function rungOf({ backend }: Readonly<Record<string, string>>, { rung }: Pick<LoadedModel, 'rung'>): RungId {
  return (Object.keys(rungLabels) as RungId[]).find((id) => id === backend) ?? rung
}
