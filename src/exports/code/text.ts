import { escapeInvisible, hex, visible } from '../../base/visible.ts'

type Text = string | readonly (number | string)[] | readonly (readonly number[])[]

/** A value as a JavaScript literal: JSON with its invisible characters escaped. */
export function javascriptLiteral(value: Text): string {
  return escapeInvisible(JSON.stringify(value), (code) =>
    [...String.fromCodePoint(code)]
      .flatMap((character) => Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)))
      .map((unit) => `\\u${hex(unit, 4)}`)
      .join(''),
  )
}

/** A property of an object literal. A quoted `__proto__` would set the prototype instead. */
export function javascriptKey(name: string): string {
  return name === '__proto__' ? `['__proto__']` : javascriptLiteral(name)
}

/** A value as a Python literal: JSON strings and lists of numbers are valid Python. */
export function pythonLiteral(value: Text): string {
  return escapeInvisible(JSON.stringify(value), (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`))
}

/** Text from a file or a plan inside a comment, which it must not end: one line, everything in it visible. */
export function commentText(text: string): string {
  return visible(text.replace(/[\r\n]+/g, ' ')).replaceAll('*/', '* /')
}

/** A path as one word of a shell command. */
export function shellWord(path: string): string {
  const plain = path.startsWith('-') ? `./${path}` : path
  return /^[\w./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`
}
