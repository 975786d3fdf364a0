import { useEffect } from 'react'
import { useStore } from '../../store/index.ts'

/**
 * When the control that had the focus goes away (a cancel button after the work, a picker after its job), the focus goes to the
 * nearest surviving `data-focus-home` around the place, and otherwise to the page's main part. Otherwise it would fall back to
 * the top of the page.
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the state may take the focused control away
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
