/** Numbers separated by commas, semicolons or blanks; `null` when something between them is no number, or there is none. */
export function parseNumbers(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  const numbers = parts.map(Number)
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : null
}
