const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  mouse: 'mice',
  knife: 'knives',
  foot: 'feet',
}
const unchanged = /(^|\s)(sheep|skis|scissors|fish)$/

/** A count of things with a class name: `1 dog`, `3 people`, `2 wine glasses`; `2 × class 7` if it is no English noun. */
export function countOf(label: string, count: number): string {
  if (!/^[a-z][a-z -]*[a-z]$/.test(label)) return count === 1 ? label : `${count} × ${label}`
  return `${count} ${count === 1 ? label : pluralOf(label)}`
}

function pluralOf(label: string): string {
  if (unchanged.test(label)) return label
  const at = label.lastIndexOf(' ') + 1
  const last = label.slice(at)
  return label.slice(0, at) + (Object.hasOwn(irregular, last) ? irregular[last] : regular(last))
}

function regular(word: string): string {
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`
}
