import { useEffect } from 'react'
import { showMode, useStore } from '../../store/index.ts'
import { modeOf, modes } from '../modes/index.ts'
import type { Mode } from '../modes/mode.ts'

/**
 * The title of the tab names model and mode. The address names the sample and the mode, so that a reload brings them
 * back; each mode is a step of the history.
 */
export function usePlace(mode: Mode): void {
  const name = useStore((state) => state.model.loaded?.summary.name ?? null)
  const sample = useStore((state) => (state.model.loaded === null ? undefined : state.model.sample))
  const isFirst = mode === modes[0]
  useEffect(() => {
    document.title = [name, isFirst ? null : mode.label, 'Glassbox'].filter((part) => part !== null).join(' · ')
  }, [name, mode, isFirst])
  useEffect(() => {
    // The address says which sample to load, until one is loaded.
    if (sample === undefined) return
    const address = addressWith('sample', sample)
    if (address.href !== location.href) history.replaceState(history.state, '', address)
  }, [sample])
  useEffect(() => {
    if (modeOf(addressMode()) !== mode) history.pushState(null, '', addressWith('mode', isFirst ? null : mode.id))
  }, [mode, isFirst])
  useEffect(() => {
    const back = () => showMode(addressMode())
    window.addEventListener('popstate', back)
    return () => window.removeEventListener('popstate', back)
  }, [])
}

function addressMode(): string {
  return new URL(location.href).searchParams.get('mode') ?? ''
}

function addressWith(key: string, value: string | null): URL {
  const address = new URL(location.href)
  if (value === null) address.searchParams.delete(key)
  else address.searchParams.set(key, value)
  return address
}
