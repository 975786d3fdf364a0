/**
 * The text without these characters at its end. A regular expression (`/[ \n]+$/`) would try again from each of them,
 * in quadratic time for long runs inside the text.
 */
export function trimmedEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** The text up to the first of these characters; all of it if it has none. */
export function before(text: string, characters: string): string {
  for (let i = 0; i < text.length; i++) if (characters.includes(text.charAt(i))) return text.slice(0, i)
  return text
}
