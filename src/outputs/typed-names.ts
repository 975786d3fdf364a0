/** The labels that the user typed, one per line; a single line is split at commas. `null` if there are none. */
export function typedNames(text: string): readonly string[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  const [only] = lines
  if (only === undefined) return null
  return lines.length === 1 && only.includes(',') ? only.split(',').map((name) => name.trim()) : lines
}

/** Names of placeholder classes: the background, or an unused number. */
export const backgroundName = /^(background|__background__|dummy|none|n\/a|unlabell?ed|unknown|\?+)$/i
