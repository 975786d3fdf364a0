import { useSyncExternalStore } from 'react'

/** The columns are one below the other. The same width is in the media queries of the CSS modules. */
export const narrow = '(max-width: 900px)'

/** Whether a media query matches now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}
