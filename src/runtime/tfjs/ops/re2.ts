import { EngineError } from '../../../base/errors.ts'

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

/** Whitespace of RE2's `\s`; JavaScript's includes more characters. */
const blanks = '\\t\\n\\f\\r '

/**
 * Translates an RE2 regular expression (TensorFlow's syntax) to an equivalent JavaScript one. Raises `unknown-op` if
 * there is no equivalent.
 */
export function fromRe2(pattern: string, flags = 'g'): RegExp {
  try {
    const { source, ignoreCase } = translated(pattern)
    return new RegExp(source, `${flags}u${ignoreCase ? 'i' : ''}`)
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw unsupported(pattern, error)
  }
}

function unsupported(pattern: string, cause?: unknown): EngineError {
  return new EngineError(
    'unknown-op',
    `The model uses the regular expression ${pattern.slice(0, 120)}, which has no equivalent in JavaScript.`,
    'Do this step of text preparation before the model.',
    cause,
  )
}

function translated(pattern: string): { readonly source: string; readonly ignoreCase: boolean } {
  const prefix = /^\(\?([isU]+)\)/.exec(pattern)
  const set = prefix?.[1] ?? ''
  if (set.includes('U')) throw unsupported(pattern)
  const dot = set.includes('s') ? '[^]' : '[^\\n]'
  let source = ''
  for (let i = prefix?.[0].length ?? 0; i < pattern.length; ) {
    const rest = pattern.slice(i)
    const [text, length] = piece(rest, dot, pattern)
    source += text
    i += length
  }
  return { source, ignoreCase: set.includes('i') }
}

/** Translates the first construct of `rest`; also returns the length consumed. */
function piece(rest: string, dot: string, pattern: string): readonly [string, number] {
  const [first = ''] = rest
  if (first === '.') return [dot, 1]
  if (first === '[') return characterClass(rest, pattern)
  if (first === '\\') {
    const quoted = /^\\Q([\s\S]*?)(\\E|$)/.exec(rest)
    if (quoted !== null) return [(quoted[1] ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), quoted[0].length]
    return escaped(rest, false, pattern)
  }
  if (first === '(' && rest.startsWith('(?')) {
    const named = /^\(\?P?<(\w+)>/.exec(rest)
    if (named !== null) return [`(?<${named[1]}>`, named[0].length]
    if (rest.startsWith('(?:')) return ['(?:', 3]
    throw unsupported(pattern)
  }
  // In RE2, a brace that is not a quantifier is a literal.
  if (first === '{') {
    const count = /^\{\d+(,\d*)?\}/.exec(rest)
    return count === null ? ['\\{', 1] : [count[0], count[0].length]
  }
  if (first === '}' || first === ']' || first === '/') return [`\\${first}`, 1]
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
  return [character, character.length]
}

function characterClass(rest: string, pattern: string): readonly [string, number] {
  const negated = rest[1] === '^'
  let source = negated ? '[^' : '['
  let i = negated ? 2 : 1
  // A bracket at the start of a class is a literal.
  for (let start = true; start || rest[i] !== ']'; start = false) {
    if (i >= rest.length) throw unsupported(pattern)
    const inside = rest.slice(i)
    const named = /^\[:(\^?)(\w+):\]/.exec(inside)
    const [text, length] =
      named !== null ? posixClass(named, pattern) : inside[0] === '\\' ? escaped(inside, true, pattern) : plain(inside)
    source += text
    i += length
  }
  return [`${source}]`, i + 1]
}

function posixClass(match: RegExpExecArray, pattern: string): readonly [string, number] {
  const [whole, negation = '', name = ''] = match
  const members = Object.hasOwn(posix, name) ? posix[name] : undefined
  if (members === undefined || negation !== '') throw unsupported(pattern)
  return [members, whole.length]
}

function plain(inside: string): readonly [string, number] {
  const character = String.fromCodePoint(inside.codePointAt(0) ?? 0)
  return [/[[\]{}()/|\\^$.*+?]/.test(character) ? `\\${character}` : character, character.length]
}

function escaped(rest: string, inClass: boolean, pattern: string): readonly [string, number] {
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest)
  if (property !== null) {
    const [whole, letter = '', negation = '', long, short] = property
    const name = long ?? short ?? ''
    const flipped = letter === 'p' ? 'P' : 'p'
    const script = name.length > 2 ? `Script=${name}` : name
    return [`\\${negation === '' ? letter : flipped}{${script}}`, whole.length]
  }
  const code = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest)
  if (code !== null) return [`\\u{${code[1] ?? code[2]}}`, code[0].length]
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)
  if (octal !== null) return [`\\u{${Number.parseInt(octal[1] ?? '0', 8).toString(16)}}`, octal[0].length]
  const letter = rest[1] ?? ''
  if (letter === 's') return [inClass ? blanks : `[${blanks}]`, 2]
  if (letter === 'S' && !inClass) return [`[^${blanks}]`, 2]
  if (letter === 'A' && !inClass) return ['^', 2]
  if (letter === 'z' && !inClass) return ['$', 2]
  if (letter === 'a') return ['\\x07', 2]
  if (/[dDwWtnrfv]/.test(letter) || (/[bB]/.test(letter) && !inClass)) return [`\\${letter}`, 2]
  if (/[0-9A-Za-z]/.test(letter) || letter === '') throw unsupported(pattern)
  const symbol = String.fromCodePoint(rest.codePointAt(1) ?? 0)
  if (inClass && symbol === '-') return ['\\-', 2]
  return [/[\\^$.*+?()[\]{}|/]/.test(symbol) ? `\\${symbol}` : symbol, 1 + symbol.length]
}
