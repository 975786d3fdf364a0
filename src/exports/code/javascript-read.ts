import type { Colour } from '../../base/colour.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { CodeOptions, Snippet, StepWriter } from './contract.ts'
import { type CodeInput, isJson, isJsonLines, type SourceKind } from './input.ts'
import { javascriptLiteral as literal } from './text.ts'
import { backgroundUnder, columnsOf, numberOf, otherDecoder, textOf } from './values.ts'

/** The first lines of an input's function: from its file, or from nothing, to pixels or to `data` and `shape`. */
export const readers: Readonly<Record<SourceKind, StepWriter>> = {
  image: (step, { picture }) => {
    const background = backgroundUnder(step)
    return {
      lines: [
        ...otherDecoder(step).map((line) => `// ${line}`),
        "const options = { imageOrientation: 'from-image', premultiplyAlpha: 'none', colorSpaceConversion: 'none' }",
        'const bitmap = await createImageBitmap(await open(file), options)',
        ...(background === null
          ? [`let x = tf.browser.fromPixels(bitmap, ${picture?.channels === 4 ? 4 : 3}).toFloat()`]
          : compositeLines(background)),
      ],
      uses: ['open'],
    }
  },
  table: (step, input) => (isJson(input.file) ? recordLines(step, input) : csvLines(step, input)),
  sound: (step) => ({
    lines: [`let channels = await readSound(await open(file), ${numberOf(step, 'rate', 48_000)})`],
    uses: ['open', 'readSound'],
  }),
  npy: () => ({
    lines: ['let { data, shape } = readNpy(await (await open(file)).arrayBuffer())'],
    uses: ['open', 'readNpy'],
  }),
  npz: (step, { name }) => ({
    lines: [
      'const members = unzipSync(new Uint8Array(await (await open(file)).arrayBuffer()))',
      `let { data, shape } = readNpy(members[${literal(`${textOf(step, 'member') || name}.npy`)}].slice().buffer)`,
    ],
    uses: ['open', 'readNpy'],
  }),
  json: (step, input) => ({
    lines: [`let { data, shape } = readJson(${jsonOf(input)}, ${literal(textOf(step, 'member'))})`],
    uses: ['open', 'readJson'],
  }),
  text: (step, { dtype }) => {
    if (ofTokens(step, dtype)) return tokensMissing
    const split = textOf(step, 'split') === 'lines'
    return stringsOrNumbers('await (await open(file)).text()', dtype, split, ['open'])
  },
  typed: (step, { name, dtype }, { typed }) => {
    if (ofTokens(step, dtype)) return tokensMissing
    const text = Object.hasOwn(typed, name) ? (typed[name] ?? '') : null
    const missing = text === null ? ['// What was typed is not part of the saved settings: put it here.'] : []
    const { lines, uses = [] } = stringsOrNumbers(literal(text ?? ''), dtype, textOf(step, 'split') === 'lines', [])
    return { lines: [...missing, ...lines], uses }
  },
  fill: fillLines,
}

/** Whether an input of numbers was made of a text, which was split into tokens. */
function ofTokens({ values }: PlannedStep, dtype: string): boolean {
  return dtype !== 'string' && values.split !== undefined
}

const tokensMissing: Snippet = {
  lines: [
    '// Glassbox made these numbers of a text with the vocabulary of the model, which this program does not do.',
    "throw new Error('Put the numbers of the tokens here: data and shape.')",
  ],
}

/** The content of the JSON file, as an expression. */
function jsonOf({ file }: CodeInput): string {
  const text = '(await (await open(file)).text())'
  if (isJsonLines(file)) return `${text}.trim().split('\\n').map((line) => JSON.parse(line))`
  return `JSON.parse${text}`
}

function compositeLines(background: Colour): readonly string[] {
  return [
    'const pixels = tf.browser.fromPixels(bitmap, 4).toFloat()',
    'const opacity = pixels.slice([0, 0, 3], [-1, -1, 1]).div(255)',
    `let x = pixels.slice([0, 0, 0], [-1, -1, 3]).mul(opacity).add(tf.sub(1, opacity).mul([${background.join(', ')}])).round()`,
  ]
}

function stringsOrNumbers(text: string, dtype: string, split: boolean, uses: readonly string[]): Snippet {
  if (dtype !== 'string') return { lines: [`let { data, shape } = numbersIn(${text})`], uses: [...uses, 'numbersIn'] }
  const lines = [
    split ? `let data = (${text}).replace(/(\\r?\\n)+$/, '').split(/\\r?\\n/)` : `let data = [${text}]`,
    'let shape = [data.length]',
  ]
  return { lines, uses }
}

function csvLines(step: Parameters<StepWriter>[0], { plan }: CodeInput): Snippet {
  const delimiter = textOf(step, 'delimiter')
  const columns = plan.find(({ id }) => id === 'columns')
  const header = columns !== undefined && columnsOf(columns).byName
  const given = delimiter === '' || delimiter === 'auto' ? '' : `delimiter: ${literal(delimiter)}, `
  return {
    lines: [
      "const text = (await (await open(file)).text()).replace(/^\\uFEFF/, '')",
      `const lines = Papa.parse(text, { ${given}skipEmptyLines: 'greedy' }).data`,
      ...(header ? [`const header = headerOf(lines, ${literal(columnsOf(columns).names)})`] : []),
    ],
    uses: header ? ['open', 'headerOf'] : ['open'],
  }
}

function recordLines(step: Parameters<StepWriter>[0], input: CodeInput): Snippet {
  return {
    lines: [
      `const rows = records(${jsonOf(input)}, ${literal(textOf(step, 'member'))})`,
      'const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]',
      "const lines = rows.map((row) => header.map((name) => String(row[name] ?? '')))",
    ],
    uses: ['open', 'records'],
  }
}

function fillLines(step: Parameters<StepWriter>[0], { shape, dtype }: CodeInput): Snippet {
  const size = shape.reduce((product, dim) => product * dim, 1)
  const from = (element: string, uses: readonly string[] = []): Snippet => {
    const text = dtype === 'string' ? `String(${element})` : element
    return {
      lines: [`const shape = ${literal(shape)}`, `const data = Array.from({ length: ${size} }, (_, i) => ${text})`],
      uses,
    }
  }
  const steps = dtype === 'bool' ? 2 : 256
  switch (textOf(step, 'fill')) {
    case 'ones':
      return from('1')
    case 'ramp':
      return from(dtype === 'float32' ? '(i % 256) / 255' : `i % ${steps}`)
    case 'random': {
      const { lines, uses = [] } = from(dtype === 'float32' ? 'random()' : `Math.floor(random() * ${steps})`, [
        'createRandom',
      ])
      return { lines: [`const random = createRandom(${numberOf(step, 'seed', 1)})`, ...lines], uses }
    }
    default:
      return {
        lines: [
          `const shape = ${literal(shape)}`,
          `const data = new Array(${size}).fill(${dtype === 'string' ? "''" : '0'})`,
        ],
      }
  }
}

/** What the program imports besides TensorFlow.js, by file format. */
export function importsFor(
  inputs: readonly CodeInput[],
  _options: CodeOptions,
): readonly { readonly line: string; readonly install: string }[] {
  const tables = inputs.some(({ source, file }) => source === 'table' && !isJson(file))
  const archives = inputs.some(({ source }) => source === 'npz')
  return [
    ...(tables ? [{ line: "import Papa from 'papaparse'", install: 'papaparse@5.7.1' }] : []),
    ...(archives ? [{ line: "import { unzipSync } from 'fflate'", install: 'fflate@0.8.2' }] : []),
  ]
}
