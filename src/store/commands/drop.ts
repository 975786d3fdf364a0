import { nextTask, throwIfAborted } from '../../base/abort.ts'
import type { DroppedFile, LateFile, OpenedDrop } from '../../base/drop.ts'
import { EngineError, type PlainError, toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { uniqueName } from '../../base/unique-name.ts'
import { type Collected, collect, collectList } from '../../files/walk.ts'
import { isVideo } from '../../live/sources/video-file.ts'
import { begin, end } from '../activity.ts'
import { canFeed, openInputs } from '../bindings.ts'
import { call } from '../engine.ts'
import { heldDrops } from '../held-drops.ts'
import { playVideo } from '../live/index.ts'
import { inputFor } from '../live-inputs.ts'
import type { ModelChoice } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { addInputFiles } from './input.ts'
import { describe, loadChoice } from './model.ts'
import { runNew } from './run.ts'

/** What a drop may contain: anything, or only inputs for the loaded model (models in it are ignored). */
export type DropTarget = 'any' | 'inputs'

/** Opens a drag or a paste, including folders. */
export async function dropTransfer(data: DataTransfer, target: DropTarget = 'any'): Promise<void> {
  await guarded(async (signal) => {
    const onCount = (done: number) =>
      patch('model', { progress: { stage: 'files', done, total: null, note: 'listing' } })
    const { files, late } = await collect(data, signal, onCount)
    await take(files, target, signal, late)
  })
}

/** Opens the files of a picker, with their folder if a folder was picked. */
export async function dropList(list: FileList, target: DropTarget = 'any'): Promise<void> {
  await dropFiles(collectList(list), target)
}

export async function dropFiles(files: readonly DroppedFile[], target: DropTarget = 'any'): Promise<void> {
  await guarded((signal) => take(files, target, signal))
}

export async function take(
  files: readonly DroppedFile[],
  target: DropTarget,
  signal: AbortSignal,
  late?: Collected['late'],
): Promise<void> {
  const video = videoOf(files)
  if (video !== null && inputFor(store.getState(), 'pictures') !== null) return playVideo(video)
  if (files.length === 0)
    throw new EngineError('file-empty', 'The folder is empty.', 'Drop a folder that contains a model or inputs.')
  const drop = uniqueName()
  const opened = await call('open', { drop, files }, { signal, onProgress: (progress) => patch('model', { progress }) })
  // Reading an answer about 10,000 files and listing them would together block the page for too long.
  await nextTask()
  if (late !== undefined) void deliver(drop, late)
  throwIfAborted(signal)
  const models = target === 'inputs' ? [] : choicesOf(opened)
  patch('model', { problems: opened.problems, problemsAt: aboutInputs(target, models) ? 'input' : 'model' })
  const describes = opened.describing.length > 0
  if (models.length === 0 && opened.inputs.length === 0 && !describes) throw nothingUsable(opened)
  const [only] = models
  if (models.length > 1) {
    patch('model', { phase: 'choosing', choices: models, progress: null })
    announce(`${models.length} models in this drop. Choose one.`)
  } else if (only !== undefined) {
    try {
      await loadChoice(only, signal)
    } catch (error) {
      // If no model is loaded, inputs of a failed model wait for the next one. A loaded model does not get them.
      if (!signal.aborted && store.getState().model.loaded === null) await addInputFiles(opened.inputs)
      throw error
    }
  }
  if (describes) await describe(opened, signal)
  await addInputFiles(opened.inputs)
  if (only !== undefined && models.length === 1) passOver(opened)
  // The other files are inputs, but the model in the drop cannot be loaded.
  const problems = opened.problems.filter(({ code }) => aboutModels.has(code))
  if (models.length === 0 && problems.length > 0) throw nothingUsable({ ...opened, problems })
}

/** The video that a drop consists of. The page plays it, because only pages have the browser's decoder. */
function videoOf(files: readonly DroppedFile[]): File | null {
  const [single] = files
  if (files.length !== 1 || !(single?.file instanceof Blob)) return null
  const name = single.path.split('/').at(-1) ?? single.path
  const { type } = single.file
  return isVideo({ name, type }) ? new File([single.file], name, { type }) : null
}

/** Stops the delivery of a drop's late files. */
const deliveries = new Map<string, AbortController>()

/** Hands over the late files of a drop, until the page no longer needs it. Never fails. */
async function deliver(drop: string, late: Collected['late']): Promise<void> {
  const controller = new AbortController()
  deliveries.set(drop, controller)
  const onFiles = (files: readonly LateFile[]) => call('deliver', { drop, files })
  // Fails only if it is stopped or if the worker cannot be restarted, which the next call reports.
  await late(onFiles, controller.signal).catch(() => undefined)
  deliveries.delete(drop)
}

/** Counts the files beside the model that cannot feed it among the skipped ones. */
function passOver({ inputs, problems }: OpenedDrop): void {
  const specs = openInputs(store.getState())
  const unfit = inputs.filter((file) => !canFeed(file, specs))
  const why = {
    strings: 'It is text, and the model takes no strings.',
    pictures: 'It is a picture, and the model takes none.',
    sounds: 'It is a sound, and the model takes none.',
  }
  const passed = unfit.flatMap(({ file: { path }, feeds }) =>
    feeds === 'any' ? [] : [{ path, code: 'input-unsupported' as const, message: why[feeds], hint: '', cause: '' }],
  )
  if (passed.length > 0) patch('model', { problems: [...problems, ...passed] })
}

/** True if the files of a drop were meant as inputs of the loaded model. */
function aboutInputs(target: DropTarget, models: readonly ModelChoice[]): boolean {
  return target === 'inputs' || (models.length === 0 && store.getState().model.loaded !== null)
}

const aboutModels: ReadonlySet<string> = new Set(['known-but-unsupported', 'weights-without-model'])

function choicesOf({ drop, models }: OpenedDrop): readonly ModelChoice[] {
  return models.map(({ id, name, formatLabel, bytes }) => ({ drop, id, name, formatLabel, bytes }))
}

/** The most relevant problem, or a general hint if there is none. */
function nothingUsable({ problems, files }: OpenedDrop): EngineError {
  // Prefer other problems: weights without a model usually mean that the model file is damaged.
  const first = problems.find(({ code }) => code !== 'weights-without-model') ?? problems[0]
  const hint =
    'Drop a model: a .keras or .h5 file, a SavedModel folder, or model.json of TensorFlow.js with its weight files (or a folder or zip of them). Inputs can be pictures, CSV, JSON, .npy or text files.'
  if (first === undefined)
    return new EngineError(
      'not-a-model',
      `Found no model or input in ${files === 1 ? 'this file' : `these ${files} files`}.`,
      hint,
    )
  // The error tells this problem; the list has the others.
  patch('model', { problems: problems.filter((one) => one !== first) })
  const more = problems.length > 1 ? ` (${formatCount(problems.length - 1, 'more file')} could not be used.)` : ''
  return new EngineError(first.code, `${first.message}${more}`, first.hint || hint, first.cause || undefined)
}

/** Cancels the previous task and runs a new one; errors are shown on the page, and the rest of the state stays. */
export async function guarded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = begin()
  patch('model', { phase: 'reading', progress: null })
  patch('page', { error: null })
  try {
    await work(controller.signal)
    // Not after an abort: the new task may have opened files that the state does not refer to yet.
    if (!controller.signal.aborted) await forgetUnused()
  } catch (error) {
    showError(toPlainError(error))
  } finally {
    end(controller)
  }
  if (!controller.signal.aborted) await runNew()
}

/** Releases drops to which no model, input or lesson of the page refers. */
async function forgetUnused(): Promise<void> {
  const { model, input } = store.getState()
  const files = input.files.map(({ file }) => file)
  const held = [...files, ...model.choices, ...(model.current === null ? [] : [model.current])]
  const drops = [...new Set([...held.map(({ drop }) => drop), ...model.beside, ...heldDrops])]
  for (const [drop, controller] of deliveries) if (!drops.includes(drop)) controller.abort()
  await call('keep', { drops })
}

export function showError(error: PlainError): void {
  if (error.code === 'cancelled') {
    announce('Cancelled.')
    return
  }
  patch('page', { error })
}

/** Closes the choice among several models of a drop, without loading any. */
export async function dismissChoices(): Promise<void> {
  const { loaded } = store.getState().model
  patch('model', { phase: loaded === null ? 'empty' : 'ready', choices: [] })
  await forgetUnused()
}

export function dismissProblems(): void {
  patch('model', { problems: [] })
}

/** Loads one of several models of a drop. */
export async function pickModel(choice: ModelChoice): Promise<void> {
  await guarded((signal) => loadChoice(choice, signal))
}
