/** A name that nothing else has: 128 random bits. `crypto.randomUUID` is missing on pages from plain http. */
export function uniqueName(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
