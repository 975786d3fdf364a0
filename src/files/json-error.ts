type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma' | 'end'

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The offset of the first syntax error in a JSON text (RFC 8259); the text's length if it ends too early. */
export function locateJsonError(text: string): number {
  const open: string[] = []
  let expected = 'value' as Expected
  let at = skipBlanks(text, 0)
  const afterValue = () => {
    expected = open.length === 0 ? 'end' : 'comma'
  }
  while (at < text.length) {
    const wantsValue = expected === 'value' || expected === 'value-or-close'
    const wantsKey = expected === 'key' || expected === 'key-or-close'
    const sign = text.charAt(at)
    let next = at + 1
    if (sign === '"' && (wantsKey || wantsValue)) {
      const end = stringEnd(text, at)
      if (!end.closed) return end.offset
      next = end.offset
      if (wantsKey) expected = 'colon'
      else afterValue()
    } else if ((sign === '{' || sign === '[') && wantsValue) {
      open.push(sign)
      expected = sign === '{' ? 'key-or-close' : 'value-or-close'
    } else if ((sign === '}' && open.at(-1) === '{') || (sign === ']' && open.at(-1) === '[')) {
      if (expected !== 'comma' && expected !== (sign === '}' ? 'key-or-close' : 'value-or-close')) return at
      open.pop()
      afterValue()
    } else if (sign === ':' && expected === 'colon') expected = 'value'
    else if (sign === ',' && expected === 'comma') expected = open.at(-1) === '{' ? 'key' : 'value'
    else {
      literal.lastIndex = at
      if (!wantsValue || !literal.test(text)) return at
      next = literal.lastIndex
      afterValue()
    }
    at = skipBlanks(text, next)
  }
  return text.length
}

/** The offset after the closing quote, or of the error inside the string. */
function stringEnd(text: string, start: number): { readonly offset: number; readonly closed: boolean } {
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return { offset: at + 1, closed: true }
    if (code < 0x20) return { offset: at, closed: false }
    if (code === 0x5c) {
      escapeSequence.lastIndex = at
      if (!escapeSequence.test(text))
        return { offset: /^\\(u[0-9a-fA-F]{0,3})?$/.test(text.slice(at, at + 6)) ? text.length : at, closed: false }
      at = escapeSequence.lastIndex
    } else at++
  }
  return { offset: text.length, closed: false }
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++
  return at
}

/** 1-based, in UTF-16 units, as in editors. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}
