import { createStore } from 'zustand/vanilla'
import { rungIds } from '../base/ladder.ts'
import type {
  BackendSlice,
  InputSlice,
  InspectSlice,
  LiveSlice,
  ModelSlice,
  PageSlice,
  RunSlice,
  State,
} from './state.ts'

const model: ModelSlice = {
  phase: 'empty',
  loaded: null,
  current: null,
  sample: null,
  pending: null,
  beside: [],
  choices: [],
  progress: null,
  problems: [],
  problemsAt: 'model',
  cancelled: false,
  optimise: true,
  check: { phase: 'idle' },
  converting: null,
}

const backend: BackendSlice = {
  choice: 'auto',
  ladder: rungIds.map((id) => ({ id, state: 'unknown', reason: 'not probed yet', device: '' })),
  probing: false,
}

const input: InputSlice = {
  files: [],
  inputSets: [],
  selected: null,
  settings: {},
  dims: {},
  feedBack: null,
  prepared: {},
  edited: null,
  originals: {},
  recording: 'off',
}

const run: RunSlice = {
  running: false,
  entries: [],
  shown: null,
  progress: null,
  cancelled: '',
  batch: null,
  choices: {},
  unread: {},
  benchmark: { phase: 'idle', done: 0, total: 0, result: null, key: '' },
  candidates: null,
  warning: null,
}

export const notLive: LiveSlice = {
  source: null,
  phase: 'off',
  facts: null,
  epoch: 0,
  devices: [],
  device: null,
  mirrored: null,
  figures: null,
  memory: null,
  ledger: null,
  recording: null,
  scan: null,
  error: null,
  note: '',
}

export const notInspected: InspectSlice = {
  session: null,
  phase: 'idle',
  value: null,
  changes: null,
  error: null,
  form: 'run',
  open: new Set(),
  selected: null,
  weights: new Map(),
  watching: false,
  activation: null,
}

const page: PageSlice = {
  mode: '',
  error: null,
  notices: [],
  announcement: '',
  stage: null,
  theme: 'system',
  requests: 'unmeasured',
  offlineReady: false,
}

/** The only store, in slices. Written only by the commands. */
export const store = createStore<State>()(() => ({
  model,
  backend,
  input,
  run,
  live: notLive,
  inspect: notInspected,
  page,
}))

/** Changes one slice. */
export function patch<S extends keyof State>(slice: S, change: Partial<State[S]>): void {
  store.setState((state) => ({ [slice]: { ...state[slice], ...change } }) as Pick<State, S>)
}

export function announce(announcement: string): void {
  patch('page', { announcement })
}

export function notify(note: string): void {
  const { notices } = store.getState().page
  patch('page', { notices: [...notices.slice(-4), note] })
}
