import { useEffect } from 'react'
import { useStore } from '../../store/index.ts'

/**
 * When the focused control is removed (a cancel button after the work, a closed picker), moves the focus to its nearest
 * remaining ancestor with `data-focus-home`, or else to `main`. Otherwise the browser would reset the focus to the top
 * of the page.
 */
export function FocusKeeper() {
  const state = useStore((whole) => whole)
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      trail = event.target instanceof Element ? ancestors(event.target) : []
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every state change may remove the focused control
  useEffect(() => {
    const [focused] = trail
    if (focused === undefined || focused.isConnected || document.activeElement !== document.body) return
    const home = trail.find((element) => element.isConnected && element.hasAttribute('data-focus-home'))
    const target = home ?? document.querySelector('main')
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }, [state])
  return null
}

let trail: readonly Element[] = []

function ancestors(element: Element): readonly Element[] {
  const above: Element[] = []
  for (let at: Element | null = element; at !== null; at = at.parentElement) above.push(at)
  return above
}
