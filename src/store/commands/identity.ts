import { formatBytes } from '../../base/format.ts'
import type { OnProgress } from '../../base/progress.ts'
import type { RunSettings } from '../../base/run.ts'
import { call } from '../engine.ts'
import { announce, store } from '../store.ts'

/**
 * The settings of a result of the loaded model, with its content hash in place of the topology hash. The worker computes it while
 * it is idle; here it is waited for. `unknown` if the files can no longer be read, which must not keep a result from being saved.
 */
export async function withContentHash(settings: RunSettings): Promise<RunSettings> {
  const { loaded } = store.getState().model
  if (loaded === null) return settings
  let announced = false
  const onProgress: OnProgress = ({ total }) => {
    if (!announced) announce(`Computing the hash of the model from ${formatBytes(total ?? 0)}.`)
    announced = true
  }
  const { hash } = await call('identify', { session: loaded.session }, { onProgress }).catch(() => ({
    hash: 'unknown',
  }))
  return { ...settings, model: { ...settings.model, hash } }
}
