import { throwIfAborted } from '../../base/abort.ts'
import type { DroppedFile } from '../../base/drop.ts'
import { EngineError, toPlainError } from '../../base/errors.ts'
import { type Sample, samples } from '../samples.ts'
import { patch } from '../store.ts'
import { guarded, showError, take } from './drop.ts'
import { clearInputs } from './input.ts'

/** Loads a bundled sample on the same path as dropped files. Offline, the service worker serves it. */
export async function loadSample(id: string): Promise<void> {
  const sample = samples.find((one) => one.id === id)
  if (sample === undefined) {
    showError(
      toPlainError(
        new EngineError(
          'file-unreadable',
          `There is no sample named ${id}.`,
          `Available samples: ${samples.map((one) => one.id).join(', ')}.`,
        ),
      ),
    )
    return
  }
  await guarded(async (signal) => {
    const progress = { stage: 'files', done: 0, total: null, note: `fetching the sample ${sample.title}` } as const
    patch('model', { progress })
    const files = await fetchSample(sample, signal)
    await clearInputs()
    await take(files, 'any', signal)
    patch('model', { sample: id })
  })
}

/** The files of a sample. Raises `file-unreadable`, and an abort. */
export function fetchSample({ files }: Sample, signal: AbortSignal): Promise<readonly DroppedFile[]> {
  return Promise.all(files.map((file) => fetchFile(file, signal)))
}

async function fetchFile({ path, url }: Sample['files'][number], signal: AbortSignal): Promise<DroppedFile> {
  const response = await fetch(new URL(url, document.baseURI), { signal }).catch((error: unknown) => {
    throwIfAborted(signal)
    throw new EngineError(
      'file-unreadable',
      `The sample file ${path} could not be read.`,
      'Go online once so that the samples are stored, then try again.',
      error,
    )
  })
  if (!response.ok)
    throw new EngineError(
      'file-unreadable',
      `The sample file ${path} could not be read (status ${response.status}).`,
      'Reload the page.',
    )
  const blob = await response.blob()
  return { path, file: new File([blob], path.split('/').at(-1) ?? path, { type: blob.type }) }
}
