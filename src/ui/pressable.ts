/**
 * React Aria adds an inline style element when it finds none with this id, and a strict Content-Security-Policy refuses
 * inline styles. The rule is in base.css; an element with the id keeps the library from adding its own.
 */
export function claimPressableStyle(page: Document): void {
  const id = 'react-aria-pressable-style'
  if (page.getElementById(id) !== null) return
  const claim = page.createElement('meta')
  claim.id = id
  page.head.append(claim)
}
