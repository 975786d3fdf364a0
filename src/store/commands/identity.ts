import { formatBytes } from '../../base/format.ts'
import type { OnProgress } from '../../base/progress.ts'
import type { RunSettings } from '../../base/run.ts'
import { call } from '../engine.ts'
import { announce, store } from '../store.ts'

/**
 * The settings of a result of the loaded model, with the content hash instead of the topology hash. The worker computes
 * the hash in the background; this waits for it. `unknown` if the files can no longer be read, so that the result can
 * still be saved.
 */
export async function withContentHash(settings: RunSettings, onRead?: OnProgress): Promise<RunSettings> {
  const { loaded } = store.getState().model
  if (loaded === null) return settings
  let announced = false
  const onProgress: OnProgress = (progress) => {
    if (!announced) announce(`Computing the hash of the model from ${formatBytes(progress.total ?? 0)}.`)
    announced = true
    onRead?.(progress)
  }
  const { hash } = await call('identify', { session: loaded.session }, { onProgress }).catch(() => ({
    hash: 'unknown',
  }))
  return { ...settings, model: { ...settings.model, hash } }
}
