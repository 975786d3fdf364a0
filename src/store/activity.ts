/** What the person can cancel: at most one thing at a time; starting the next one ends the one before. */
let current: AbortController | null = null

export function begin(): AbortController {
  current?.abort()
  current = new AbortController()
  return current
}

export function end(controller: AbortController): void {
  if (current === controller) current = null
}

export function cancel(): void {
  current?.abort()
}
