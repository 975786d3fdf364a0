/**
 * Characters that draw nothing, end a line or reorder their neighbours: controls, bidirectional overrides, zero-width
 * characters, line separators, tags, lone surrogates.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Joiners and variation selectors, which belong to emoji and to several scripts. */
const joiners = /^(?:\u200c|\u200d|\ufe0e|\ufe0f)$/

/** Text from a file with its invisible characters written out: `photo[U+202E]gpj.exe`. */
export function visible(text: string): string {
  return text.replace(invisible, (character, at: number) => {
    if (joiners.test(character) && text.charCodeAt(at - 1) > 0x2ff) return character
    return `[U+${hex(character.codePointAt(0) ?? 0, 4)}]`
  })
}

/** Replaces each invisible character by what `escaped` makes of its code point. */
export function escapeInvisible(text: string, escaped: (code: number) => string): string {
  return text.replace(invisible, (character) => escaped(character.codePointAt(0) ?? 0))
}

/** Upper-case hexadecimal of at least `digits` digits. */
export function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0')
}
