import { describe, expect, it } from 'vitest'
import { fromRe2 } from './re2.ts'

describe('fromRe2', () => {
  it('strips punctuation like Keras', () => {
    const punctuation = '[!"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\\']'
    expect("It's a-b_c [d] {e}|f~ \\g.".replace(fromRe2(punctuation), '')).toBe('Its abc d ef g')
  })

  it.each([
    ['\\s+', 'a \t\nb\u00a0c', 'a_b\u00a0c'],
    ['[[:punct:]]', 'a.b!c', 'a_b_c'],
    ['(?i)ABC', 'xabcx', 'x_x'],
    ['a.b', 'a\rb', '_'],
    ['<br />', 'a<br />b', 'a_b'],
    ['\\pL+', '1äß2', '1_2'],
    ['x{2}', 'xxx', '_x'],
    ['\\Qa.b\\E', 'a.b acb', '_ acb'],
    ['[\\-\\!]', 'a-b!c', 'a_b_c'],
  ])('reads %s', (pattern, text, expected) => {
    expect(text.replace(fromRe2(pattern), '_')).toBe(expected)
  })

  it('refuses patterns that JavaScript cannot match the same way', () => {
    expect(() => fromRe2('(?U)a+')).toThrow(/no equivalent in JavaScript/)
    expect(() => fromRe2('\\Ca')).toThrow(/no equivalent in JavaScript/)
  })
})
