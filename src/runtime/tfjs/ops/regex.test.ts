import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { OpAttributes } from './attributes.ts'
import type { OpCall } from './op.ts'
import { regexOps } from './regex.ts'

/** Pattern, rewrite, text, whether all matches; the results of TensorFlow 2.21: replaced, and whether all of it matches. */
const cases: readonly (readonly [string, string, string, boolean, string, boolean])[] = [
  [
    '[!"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\\']',
    '',
    "It's a-b_c [d] {e}|f~ \\g.",
    true,
    'Its abc d ef g',
    false,
  ],
  ['\\s+', '_', 'a \t\nb c', true, 'a_b c', false],
  ['[[:punct:]]', '_', 'a.b!c', true, 'a_b_c', false],
  ['(?i)ABC', '_', 'xabcx', true, 'x_x', false],
  ['a.b', '_', 'a\rb', true, '_', true],
  ['<br />', '_', 'a<br />b', true, 'a_b', false],
  ['\\pL+', '_', '1äß2', true, '1_2', false],
  ['x{2}', '_', 'xxx', true, '_x', false],
  ['\\Qa.b\\E', '_', 'a.b acb', true, '_ acb', false],
  ['[\\-\\!]', '_', 'a-b!c', true, 'a_b_c', false],
  ['a*', 'x', 'baaac', true, 'xbxcx', false],
  ['a*', 'x', 'baaac', false, 'xbaaac', false],
  [
    '(\\w+) (\\w+)',
    '\\2 \\1 \\0 \\\\',
    'hello world, good day',
    true,
    'world hello hello world \\, day good good day \\',
    false,
  ],
  ['(a)|(b)', '[\\1|\\2]', 'abc', true, '[a|][|b]c', false],
  ['', '-', 'añb', true, '-a-ñ-b-', false],
  ['^', '>', 'ab\nab', true, '>ab\nab', false],
  ['$', '<', 'ab\nab', true, 'ab\nab<', false],
  ['(?m)^', '>', 'ab\nab', true, '>ab\n>ab', false],
  ['(?U)a+', '_', 'aaa', true, '___', true],
  ['\\bfoo\\b', '_', 'foo food foo', true, '_ food _', false],
  ['[^\\x00-\\x7f]', '?', 'naïve 😀 ok', true, 'na?ve ? ok', false],
  ['.', '_', '😀é', true, '__', false],
  ['a|ab', '_', 'abab', true, '_b_b', false],
  ['(?s).+', '_', 'a\nb', true, '_', true],
  ['.+', '_', 'a\nb', true, '_\n_', false],
  ['\\d+', '#', '12 ٣٤', true, '# ٣٤', false],
  ['(?i)straße|ſ', '_', 'STRASSE straße s', true, '_TRA__E _ _', false],
  ['x*?', '-', 'xx', true, '-x-x-', true],
  ['[[:^alpha:]]+', '_', 'a1!b', true, 'a_b', false],
  ['\\PL', '_', 'aß1', true, 'aß_', false],
  ['(?P<n>b)', '<\\1>', 'abc', true, 'a<b>c', false],
  ['a{,2}', '_', 'aa{,2}', true, 'a_', false],
  ['(b)', '\\2', 'abc', true, 'abc', false],
  ['(b)', 'x\\qy', 'abcb', true, 'axcx', false],
  ['b', 'x\\', 'abc', true, 'axc', false],
]

function call(texts: readonly (string | Uint8Array)[], everywhere = true): OpCall {
  return {
    tf,
    inputs: [tf.tensor(texts as string[], [texts.length], 'string')],
    attributes: new OpAttributes({ replace_global: { b: everywhere } }),
    lists: {},
  }
}

async function run(op: string, { inputs, ...rest }: OpCall, ...texts: readonly string[]): Promise<tf.Tensor> {
  const found = regexOps.find((candidate) => candidate.op === op)
  const all = [...inputs, ...texts.map((text) => tf.scalar(text, 'string'))]
  const [output] = (await found?.execute({ ...rest, inputs: all })) ?? []
  return output as tf.Tensor
}

beforeAll(() => tf.setBackend('cpu'))

describe('regular expressions', () => {
  it.each(cases)(
    '%j rewritten as %j in %j (everywhere: %j)',
    async (pattern, rewrite, text, everywhere, wanted, whole) => {
      const replaced = await run('RegexReplace', call([text], everywhere), pattern, rewrite)
      expect(Array.from(replaced.dataSync<'string'>())).toEqual([wanted])
      const matched = await run('RegexFullMatch', call([text]), pattern)
      expect(Array.from(matched.dataSync())).toEqual([whole ? 1 : 0])
    },
  )

  it('keep bytes that are not UTF-8', async () => {
    const replaced = await run('RegexReplace', call([Uint8Array.of(97, 255, 98)]), 'b', 'c')
    expect(tf.engine().readSync(replaced.dataId)).toEqual([Uint8Array.of(97, 255, 99)])
  })

  it.each(['(a*)*b', '(a|a)*$', '(a|aa)+$', '(.*)*=(.*)*;'])('%j takes linear time', async (pattern) => {
    const replaced = await run('RegexReplace', call([`${'a'.repeat(20_000)}c`]), pattern, '')
    expect(replaced.dataSync<'string'>()[0]).toHaveLength(20_001)
  })

  it.each([')', '((a{100}){100}){100}', '('.repeat(5000)])('an invalid pattern is named', async (pattern) => {
    await expect(run('RegexReplace', call(['a']), pattern, '')).rejects.toThrow(
      /^The model uses the regular expression/,
    )
  })
})
