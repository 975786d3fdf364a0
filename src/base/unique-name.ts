/** A unique name: 128 random bits. `crypto.randomUUID` is missing on pages served over plain http. */
export function uniqueName(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
