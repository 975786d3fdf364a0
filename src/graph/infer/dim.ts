import type { Dim } from './info.ts'

/**
 * Arithmetic on dimensions, some known only at run time. A result is a number, a symbol, or a symbol that spells the
 * formula canonically, so that equal formulas have equal names: `(x[1]-2)`, `(3*x[1])`, `(x[1]//2)`.
 */
const longest = 160

/** Sums and quotients contain no products, so that a product can be split at its stars. */
interface Product {
  readonly coefficient: number
  readonly factors: readonly string[]
}

function parseProduct(dim: Dim): Product {
  if (typeof dim === 'number') return { coefficient: dim, factors: [] }
  const inner = /^\((\d+)?\*(.+)\)$/.exec(dim)
  if (inner === null) return { coefficient: 1, factors: [dim] }
  return { coefficient: Number(inner[1] ?? 1), factors: (inner[2] as string).split('*') }
}

function productSymbol({ coefficient, factors }: Product): Dim | null {
  if (coefficient === 0 || factors.length === 0) return coefficient
  if (coefficient === 1 && factors.length === 1) return factors[0] as string
  const spelt = `(${coefficient === 1 ? '' : coefficient}*${[...factors].sort().join('*')})`
  return spelt.length > longest || coefficient < 0 ? null : spelt
}

/** The product; `null` if it is not expressible. */
export function multiply(dims: readonly Dim[]): Dim | null {
  const factors: string[] = []
  let coefficient = 1
  for (const dim of dims) {
    if (typeof dim === 'number') coefficient *= dim
    else {
      const product = parseProduct(dim)
      coefficient *= product.coefficient
      factors.push(...product.factors)
    }
  }
  return productSymbol({ coefficient, factors })
}

/** `a / b` if `b` certainly divides `a`, otherwise `null`. */
export function divide(a: Dim, b: Dim): Dim | null {
  if (a === b && a !== 0) return 1
  const over = parseProduct(a)
  const under = parseProduct(b)
  if (under.coefficient === 0 || over.coefficient % under.coefficient !== 0) return null
  const factors = [...over.factors]
  for (const factor of under.factors) {
    const at = factors.indexOf(factor)
    if (at < 0) return null
    factors.splice(at, 1)
  }
  return productSymbol({ coefficient: over.coefficient / under.coefficient, factors })
}

/** `dim + n`. */
export function plus(dim: Dim, n: number): Dim | null {
  if (typeof dim === 'number') return dim + n
  const sum = /^\(([^*]+)([+-]\d+)\)$/.exec(dim)
  const base = sum === null ? dim : (sum[1] as string)
  const offset = n + (sum === null ? 0 : Number(sum[2]))
  if (offset === 0) return base
  const spelt = `(${base}${offset < 0 ? offset : `+${offset}`})`
  return spelt.length > longest || base.includes('*') ? null : spelt
}

/** `floor(dim / n)`. */
export function floorDivide(dim: Dim, n: number): Dim | null {
  if (typeof dim === 'number') return Math.floor(dim / n)
  if (n === 1) return dim
  const exact = divide(dim, n)
  if (exact !== null) return exact
  const spelt = `(${dim}//${n})`
  return spelt.length > longest || dim.includes('*') ? null : spelt
}

/** `ceil(dim / n)`. */
export function ceilDivide(dim: Dim, n: number): Dim | null {
  if (typeof dim === 'number') return Math.ceil(dim / n)
  const exact = divide(dim, n)
  if (exact !== null) return exact
  const up = plus(dim, n - 1)
  return up === null ? null : floorDivide(up, n)
}

/** How a symbol is computed from others: `(3*x[1])` is the product of 3 and `x[1]`; `null` for a plain symbol. */
export function formulaOf(
  dim: string,
): { readonly op: 'Mul' | 'AddV2' | 'FloorDiv'; readonly parts: readonly Dim[] } | null {
  const { coefficient, factors } = parseProduct(dim)
  if (coefficient !== 1 || factors.length > 1) return { op: 'Mul', parts: [coefficient, ...factors] }
  const sum = /^\(([^*]+)([+-]\d+)\)$/.exec(dim)
  if (sum !== null) return { op: 'AddV2', parts: [sum[1] as string, Number(sum[2])] }
  const quotient = /^\((.+)\/\/(\d+)\)$/.exec(dim)
  return quotient === null ? null : { op: 'FloorDiv', parts: [quotient[1] as string, Number(quotient[2])] }
}
