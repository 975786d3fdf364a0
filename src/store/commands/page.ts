import { type BackendChoice, rungIds } from '../../base/ladder.ts'
import type { StageId } from '../../base/ledger.ts'
import { keep, recall } from '../../base/storage.ts'
import { watchNetwork } from '../../sw/register.ts'
import { engine } from '../engine.ts'
import { stopLive, tabHidden } from '../live/index.ts'
import type { PageSlice } from '../state.ts'
import { notify, patch, store } from '../store.ts'
import { probe } from './backend.ts'
import { takeReloaded } from './model.ts'
import { finishSound } from './record.ts'
import { loadSample } from './sample.ts'

const themeKey = 'glassbox-theme'

/** Initialises the page: theme, recovery notices, network figure, ladder, and the options in the URL. */
export function start(query: URLSearchParams): void {
  setTheme(asTheme(recall('localStorage', themeKey)))
  engine().onRecovery(notify)
  engine().onReload(takeReloaded)
  document.addEventListener('visibilitychange', () => tabHidden(document.hidden))
  watchNetwork(
    (network) => patch('page', network),
    () => store.getState().model.phase === 'empty',
  )
  patch('backend', { choice: asChoice(query.get('backend')) })
  patch('page', { mode: query.get('mode') ?? '' })
  patch('model', { optimise: query.get('optimise') !== 'off' })
  const sample = query.get('sample')
  if (sample !== null) void loadSample(sample)
  // Also with a sample, because the ladder must show why a pinned rung is missing. Deferred until after the first
  // paint.
  whenIdle(() => void probe())
}

/** Safari lacks requestIdleCallback. */
function whenIdle(then: () => void): void {
  if (typeof requestIdleCallback === 'undefined') setTimeout(then, 200)
  else requestIdleCallback(then, { timeout: 1000 })
}

function asChoice(text: string | null): BackendChoice {
  return rungIds.find((id) => id === text) ?? 'auto'
}

function asTheme(text: string | null): PageSlice['theme'] {
  return text === 'light' || text === 'dark' ? text : 'system'
}

export function setTheme(theme: PageSlice['theme']): void {
  patch('page', { theme })
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  keep('localStorage', themeKey, theme)
}

/** Shows another mode. No camera or microphone goes on where nothing on the screen says so. */
export function showMode(mode: string): void {
  if (store.getState().page.mode === mode) return
  stopLive()
  void finishSound()
  patch('page', { mode })
}

export function openStage(stage: StageId | null): void {
  patch('page', { stage })
}

export function dismissError(): void {
  patch('page', { error: null })
}

export function dismissNotice(index: number): void {
  const { notices } = store.getState().page
  patch('page', { notices: notices.filter((_, i) => i !== index) })
}
