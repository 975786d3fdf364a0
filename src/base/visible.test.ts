import { expect, it } from 'vitest'
import { visible } from './visible.ts'

it.each([
  ['model.keras', 'model.keras'],
  ['photo\u202egpj.keras', 'photo[U+202E]gpj.keras'],
  ['a\u200b\u2066\ufeff\u00ad\u2028\u2029b', 'a[U+200B][U+2066][U+FEFF][U+00AD][U+2028][U+2029]b'],
  ['tab\tline\nnul\0', 'tab[U+0009]line[U+000A]nul[U+0000]'],
  ['\u{e0041}\ud800 \u3164', '[U+E0041][U+D800] [U+3164]'],
  ['größe 犬 नमस्ते می‌خواهم 👩‍💻 ❤️', 'größe 犬 नमस्ते می‌خواهم 👩‍💻 ❤️'],
  ['a\u200db', 'a[U+200D]b'],
])('%j → %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})
