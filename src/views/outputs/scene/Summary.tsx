import type { ReactNode } from 'react'
import { useStore } from '../../../store/index.ts'

/** One sentence about a drawing, announced when it changes; not for every frame of a live source. */
export function Summary({ children }: { readonly children: ReactNode }) {
  const isLive = useStore((state) => state.live.source !== null)
  return (
    <span role="status" aria-live={isLive ? 'off' : 'polite'}>
      {children}
    </span>
  )
}
