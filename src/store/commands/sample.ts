import type { DroppedFile } from '../../base/drop.ts'
import { EngineError, toPlainError } from '../../base/errors.ts'
import { samples } from '../samples.ts'
import { patch } from '../store.ts'
import { dropFiles, showError } from './drop.ts'
import { clearInputs } from './input.ts'

/** A bundled sample by the very road that a person's own files take. Offline it comes from the stored app. */
export async function loadSample(id: string): Promise<void> {
  const sample = samples.find((one) => one.id === id)
  if (sample === undefined) {
    showError(
      toPlainError(
        new EngineError(
          'file-unreadable',
          `There is no sample named ${id}.`,
          `There are: ${samples.map((one) => one.id).join(', ')}.`,
        ),
      ),
    )
    return
  }
  patch('model', {
    phase: 'reading',
    progress: { stage: 'files', done: 0, total: null, note: `fetching the sample ${sample.title}` },
  })
  let files: readonly DroppedFile[]
  try {
    files = await Promise.all(sample.files.map(fetchFile))
  } catch (error) {
    patch('model', { phase: 'empty', progress: null })
    showError(toPlainError(error))
    return
  }
  await clearInputs()
  await dropFiles(files)
}

async function fetchFile({ path, url }: { readonly path: string; readonly url: string }): Promise<DroppedFile> {
  const response = await fetch(new URL(url, document.baseURI)).catch((error: unknown) => {
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
