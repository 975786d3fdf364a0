import type { DroppedFile, OpenedDrop } from '../../base/drop.ts'
import { EngineError, type PlainError, toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { uniqueName } from '../../base/unique-name.ts'
import { collect, collectList } from '../../files/walk.ts'
import { begin, end } from '../activity.ts'
import { call } from '../engine.ts'
import type { ModelChoice } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { addInputFiles } from './input.ts'
import { loadChoice } from './model.ts'
import { runNew } from './run.ts'

/** What a drop may bring: anything, or inputs for the model at hand (a model among them is then left alone). */
export type DropTarget = 'any' | 'inputs'

/** A drag or a paste: folders in it are walked. */
export async function dropTransfer(data: DataTransfer, target: DropTarget = 'any'): Promise<void> {
  await guarded(async (signal) => {
    const onCount = (done: number) =>
      patch('model', { progress: { stage: 'files', done, total: null, note: 'listing' } })
    await take(await collect(data, signal, onCount), target, signal)
  })
}

/** The files of a picker, with their folder where a folder was picked. */
export async function dropList(list: FileList, target: DropTarget = 'any'): Promise<void> {
  await dropFiles(collectList(list), target)
}

async function dropFiles(files: readonly DroppedFile[], target: DropTarget = 'any'): Promise<void> {
  await guarded((signal) => take(files, target, signal))
}

export async function take(files: readonly DroppedFile[], target: DropTarget, signal: AbortSignal): Promise<void> {
  if (files.length === 0) return
  const drop = uniqueName()
  const opened = await call('open', { drop, files }, { signal, onProgress: (progress) => patch('model', { progress }) })
  const models = target === 'inputs' ? [] : choicesOf(opened)
  patch('model', { problems: opened.problems })
  if (models.length === 0 && opened.inputs.length === 0) throw nothingUsable(opened)
  const [only] = models
  if (models.length > 1) {
    patch('model', { phase: 'choosing', choices: models, progress: null })
    announce(`${models.length} models in this drop. Choose one.`)
  } else if (only !== undefined) {
    try {
      await loadChoice(only, signal)
    } catch (error) {
      // Inputs that came with a model that fails wait for one that works, unless another model is at hand: they are not for it.
      if (store.getState().model.loaded === null) await addInputFiles(opened.inputs)
      throw error
    }
  }
  await addInputFiles(opened.inputs)
  // Files beside it are inputs, but what was dropped as the model is none that can be loaded.
  const problems = opened.problems.filter(({ code }) => aboutModels.has(code))
  if (models.length === 0 && problems.length > 0) throw nothingUsable({ ...opened, problems })
}

const aboutModels: ReadonlySet<string> = new Set(['known-but-unsupported', 'weights-without-model'])

function choicesOf({ drop, models }: OpenedDrop): readonly ModelChoice[] {
  return models.map(({ id, name, formatLabel, bytes }) => ({ drop, id, name, formatLabel, bytes }))
}

/** The most telling of the problems, else a sentence that says what would be of use. */
function nothingUsable({ problems, files }: OpenedDrop): EngineError {
  // Weights without a model are what a damaged model leaves behind: the model is the cause.
  const first = problems.find(({ code }) => code !== 'weights-without-model') ?? problems[0]
  const hint =
    'Drop a model: a .keras or .h5 file, a SavedModel folder, or model.json of TensorFlow.js with its weight files (a folder or a zip of them will do). Or a picture, CSV, JSON, .npy or text file for it.'
  if (first === undefined)
    return new EngineError(
      'not-a-model',
      `No model and no input was found in ${files === 1 ? 'this file' : `these ${files} files`}.`,
      hint,
    )
  const more = problems.length > 1 ? ` (${formatCount(problems.length - 1, 'more file')} could not be used.)` : ''
  return new EngineError(first.code, `${first.message}${more}`, first.hint || hint, first.cause || undefined)
}

/** Runs one drop after another was ended; whatever goes wrong becomes the page's error, and nothing else is lost. */
export async function guarded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = begin()
  patch('model', { phase: 'reading', progress: null })
  patch('page', { error: null })
  try {
    await work(controller.signal)
    // What has begun meanwhile may have opened files that nothing refers to yet.
    if (!controller.signal.aborted) await forgetUnused()
  } catch (error) {
    showError(toPlainError(error))
  } finally {
    end(controller)
  }
  if (!controller.signal.aborted) await runNew()
}

/** The engine holds the files of a drop until nothing on the page refers to it. */
async function forgetUnused(): Promise<void> {
  const { model, input } = store.getState()
  const files = input.files.map(({ file }) => file)
  const held = [...files, ...model.choices, ...(model.current === null ? [] : [model.current])]
  await call('keep', { drops: [...new Set(held.map(({ drop }) => drop))] })
}

export function showError(error: PlainError): void {
  if (error.code === 'cancelled') {
    announce('Cancelled.')
    return
  }
  patch('page', { error })
}

/** One of several models in a drop. */
export async function pickModel(choice: ModelChoice): Promise<void> {
  await guarded((signal) => loadChoice(choice, signal))
}
