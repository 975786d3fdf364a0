/** A parsed einsum equation with ellipses expanded: one label per axis, `.0`, `.1` … for the ellipsis. */
export interface Equation {
  readonly inputs: readonly (readonly string[])[]
  readonly output: readonly string[]
}

/**
 * Parses `...ij,jk->...ik` for inputs of the given ranks. Without `->`, the output has every label that occurs once,
 * alphabetically, after the ellipsis. `null` if the equation does not fit the ranks.
 */
export function parseEquation(text: string, ranks: readonly number[]): Equation | null {
  const [left = '', right] = text.replaceAll(' ', '').split('->')
  const terms = left.split(',')
  if (terms.length !== ranks.length) return null
  const spans = terms.map((term, i) => (term.includes('...') ? (ranks[i] ?? 0) - term.length + 3 : 0))
  if (terms.some((term, i) => (spans[i] ?? 0) < 0 || labelsOf(term, spans[i] ?? 0, 0).length !== ranks[i])) return null
  const span = Math.max(0, ...spans)
  // Shorter ellipses align to the right, as in broadcasting.
  const inputs = terms.map((term, i) => labelsOf(term, spans[i] ?? 0, span - (spans[i] ?? 0)))
  return { inputs, output: right === undefined ? implicitOutput(left, span) : labelsOf(right, span, 0) }
}

function labelsOf(term: string, span: number, from: number): readonly string[] {
  const [before = '', after] = term.split('...')
  if (after === undefined) return [...before]
  return [...before, ...Array.from({ length: span }, (_, i) => `.${from + i}`), ...after]
}

function implicitOutput(left: string, span: number): readonly string[] {
  const labels = [...left].filter((label) => label !== ',' && label !== '.')
  const single = labels.filter((label) => labels.indexOf(label) === labels.lastIndexOf(label))
  return [...Array.from({ length: span }, (_, i) => `.${i}`), ...single.sort()]
}
