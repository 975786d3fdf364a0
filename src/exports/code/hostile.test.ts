import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../base/plan.ts'
import { randomNumber } from '../fixtures/random.ts'
import { input, result, step } from '../fixtures/results.ts'
import { codeFor, type Language } from './index.ts'

const parts = [
  '\u2028globalThis.injected=1;//',
  '\u2029import os\n',
  '\nimport os; os.abort()\n',
  '\r',
  '\u0085',
  '\v\f',
  '"',
  "'",
  '"""',
  '\\',
  '\\"',
  `\`\${globalThis.injected=1}\``,
  '*/ globalThis.injected = 1 /*',
  '-->',
  '</script>',
  '{os}',
  '#',
  '//',
  '\0',
  '\u202e',
  '\u200b\ufeff',
  '\u{e0041}',
  '\ud800',
  '__proto__',
  '; rm -rf ~ #',
  '$(reboot)',
]

/** A program with this text in every place where a text from a file can appear. */
function programFor(language: Language, text: string, loader: 'loadGraphModel' | 'loadLayersModel' | 'keras'): string {
  const columns: PlannedStep = {
    ...step('columns', { columns: [0, 1], encode: true, categories: `x${text.replaceAll(',', '')}` }),
    fields: [{ id: 'columns', label: text, type: 'columns', value: [0, 1], options: [text, `${text} 2`] }],
  }
  const labelled = (one: PlannedStep): PlannedStep => ({ ...one, label: text, summary: text, reason: text })
  const plans = [
    ['a.txt', 'string', [step('read', { split: 'text' })]],
    ['typed text', 'string', [step('read', { split: 'text' })]],
    ['b.csv', 'float32', [step('read', { delimiter: text }), columns, step('scale', { scale: text })]],
    ['c.json', 'float32', [step('read', { member: text }), step(text, { value: text })]],
    ['d.npz', 'float32', [step('read', { member: text })]],
  ] as const
  const inputs = plans.map(([file, dtype, plan], i) =>
    input({
      name: `${text}${i}`,
      file: file === 'typed text' ? file : `${text}${file}`,
      dtype,
      plan: plan.map(labelled),
      shape: [1, 2],
    }),
  )
  const { settings } = result([], [input({ name: '__proto__', plan: plans[0][2] }), ...inputs])
  const model = { ...settings.model, name: text, signature: text, repairs: [text] }
  return codeFor(
    language,
    { ...settings, model },
    {
      modelFile: `${text}/model.h5`,
      use: { files: text, loader },
      typed: { [`${text}1`]: text },
      scores: [{ output: text, index: 0, classes: 2, shown: 1, applied: 'softmax', names: [text, `${text} 2`] }],
      columns: [{ name: text, min: 0, max: 1, mean: 0, std: 1 }],
    },
  )
}

/** The tokens of a program, without its comments, and with every text and every made name replaced. */
const tokens: Readonly<Record<Language, (code: string) => readonly string[]>> = {
  javascript: (code) => {
    const file = ts.createSourceFile('program.js', code, ts.ScriptTarget.ESNext)
    const found: string[] = []
    const visit = (node: ts.Node) => {
      if (ts.isStringLiteral(node)) found.push('"…"')
      else if (ts.isIdentifier(node) || ts.isLiteralExpression(node)) found.push(masked(node.text))
      else found.push(ts.SyntaxKind[node.kind])
      ts.forEachChild(node, visit)
    }
    ts.forEachChild(file, visit)
    return found
  },
  python: (code) =>
    (code.match(/"""[\s\S]*?"""|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|#[^\r\n]*|\w+|[^\w ]/g) ?? [])
      .filter((token) => !token.startsWith('#'))
      .map((token) => (/^["']/.test(token) ? '"…"' : masked(token))),
}

const masked = (token: string) => (/^prepare/.test(token) ? 'prepare' : token)

describe.each(['javascript', 'python'] as const)('text from files in %s', (language) => {
  const loaders = ['loadGraphModel', 'loadLayersModel', 'keras'] as const

  it('changes nothing but texts and comments, and everything in it is visible', () => {
    const random = randomNumber(5)
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    const mixed = Array.from({ length: 60 }, () => Array.from({ length: 3 }, () => pick(parts)).join('x'))
    for (const loader of loaders) {
      const harmless = tokens[language](programFor(language, 'harmless', loader))
      for (const text of [...parts, ...mixed]) {
        const code = programFor(language, text, loader)
        expect(tokens[language](code), JSON.stringify(text)).toEqual(harmless)
        expect(code, JSON.stringify(text)).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u)
      }
    }
  })

  it('keeps the value of every text', () => {
    for (const text of parts) {
      const code = programFor(language, text, 'keras')
      const texts = code.match(/"(?:[^"\\\r\n]|\\.)*"/g) ?? []
      // Python's \U and JavaScript's surrogate pairs are the same character.
      const read = texts.map((one) =>
        one
          .replace(/\\U([0-9A-F]{8})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
          .replace(/^"|"$/g, ''),
      )
      expect(read.map(unescaped), JSON.stringify(text)).toContain(text)
    }
  })
})

it('names an input __proto__ without setting the prototype of the inputs', () => {
  const { settings } = result([], [input({ name: '__proto__', file: 'typed text', plan: [step('read', {})] })])
  expect(codeFor('javascript', settings)).toContain("{ ['__proto__']: await prepareProto() }")
})

it('gives every input a function of its own', () => {
  const { settings } = result([], [input({ name: 'x2' }), input({ name: 'x' }), input({ name: 'X' })])
  const names = codeFor('javascript', settings).match(/function prepare\w+/g)
  expect(names).toEqual(['function prepareX2', 'function prepareX_2', 'function prepareX_3'])
})

it('quotes a path in a shell command', () => {
  const code = programFor('python', "it's; reboot", 'loadLayersModel')
  expect(code).toContain(`--output_format=keras 'it'\\''s; reboot/model.h5' model.h5`)
})

function unescaped(literal: string): string {
  try {
    return JSON.parse(`"${literal}"`) as string
  } catch {
    return literal
  }
}
