import { useEffect } from 'react'
import { useStore } from '../../store/index.ts'

/** The title of the tab names the model; the address names the sample, so that a reload brings it back. */
export function usePlace(): void {
  const name = useStore((state) => state.model.loaded?.summary.name ?? null)
  const sample = useStore((state) => (state.model.loaded === null ? undefined : state.model.sample))
  useEffect(() => {
    document.title = name === null ? 'Glassbox' : `${name} · Glassbox`
  }, [name])
  useEffect(() => {
    // The address says which sample to load, until one is loaded.
    if (sample === undefined) return
    const address = new URL(location.href)
    if (sample === null) address.searchParams.delete('sample')
    else address.searchParams.set('sample', sample)
    if (address.href !== location.href) history.replaceState(history.state, '', address)
  }, [sample])
}
