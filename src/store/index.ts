export { acrossRuns } from './across.ts'
export { cancel } from './activity.ts'
export { filesOf, isStale, maxAutoRuns, rolesOf, waitingInputSets } from './bindings.ts'
export { guessOf } from './candidates/index.ts'
export { changesSince } from './changes.ts'
export { activationKey, computeActivation, stopActivations } from './commands/activation.ts'
export { chooseBackend } from './commands/backend.ts'
export { benchmark } from './commands/benchmark.ts'
export { chooseCandidate, closeCandidates, tryCandidates } from './commands/candidates.ts'
export { dismissChoices, dismissProblems, dropList, dropTransfer, pickModel } from './commands/drop.ts'
export {
  codeFor,
  type ExportChoice,
  exportResult,
  exportRuns,
  exportsFor,
  savePicture,
  saveSettings,
} from './commands/export.ts'
export { checkOptimiser, chooseSignature, downloadTfjs, setOptimise } from './commands/graph.ts'
export {
  bindFile,
  clearInputs,
  editText,
  feedState,
  fillInput,
  removeInputSet,
  resetStates,
  resetSteps,
  selectInputSet,
  setDim,
  setFeedBack,
  setStep,
  showFiles,
  showRun,
  typeInput,
} from './commands/input.ts'
export { foldAll, inspect, openGroups, readWeight, selectItem, showForm, toggleGroup } from './commands/inspect.ts'
export { editRow, setNumbers, setSamples, setWay } from './commands/numbers.ts'
export { pictureOf } from './commands/originals.ts'
export { dismissError, dismissNotice, openStage, setTheme, showMode, start } from './commands/page.ts'
export { batchPicture } from './commands/prepare.ts'
export { readAs, setReadingOption } from './commands/reading.ts'
export { finishSound, forgetSound, recordedSoFar, recordSound } from './commands/record.ts'
export { run, runAll } from './commands/run.ts'
export { loadSample } from './commands/sample.ts'
export { takePicture } from './commands/take-picture.ts'
export { chooseDevice, playVideo, setMirrored, showLive, startLive, stopLive } from './live/index.ts'
export { saveRecording, startRecording, stopRecording } from './live/recording.ts'
export { scanVideo } from './live/scan.ts'
export { hearsSounds, liveInput, liveSourcesOf } from './live-inputs.ts'
export { type Sample, sampleGroups, samples } from './samples.ts'
export {
  benchmarkSummary,
  canRun,
  canStart,
  isMirrored,
  memoryOf,
  type RailStage,
  rail,
  shownEntry,
} from './selectors.ts'
export type * from './state.ts'
export { sourceKey } from './state.ts'
export { useLiveFeed, useStore } from './use-store.ts'
