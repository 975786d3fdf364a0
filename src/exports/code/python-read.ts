import type { PlannedStep } from '../../base/plan.ts'
import type { Snippet, StepWriter } from './contract.ts'
import { type CodeInput, isJson, isJsonLines, type SourceKind } from './input.ts'
import { pythonLiteral as literal } from './text.ts'
import { backgroundUnder, columnsOf, numberOf, otherDecoder, textOf } from './values.ts'

/** The first lines of an input's function, up to the array `x` (or, for tables, the frame `table`). */
export const readers: Readonly<Record<SourceKind, StepWriter>> = {
  image: (step, { picture }) => {
    const background = backgroundUnder(step)
    const notes = otherDecoder(step).map((line) => `# ${line}`)
    if (background !== null)
      return {
        lines: [...notes, `x = composite(picture(path, "RGBA"), [${background.join(', ')}])`],
        uses: ['picture', 'composite'],
      }
    return { lines: [...notes, `x = picture(path, "${picture?.channels === 4 ? 'RGBA' : 'RGB'}")`], uses: ['picture'] }
  },
  table: tableLines,
  sound: () => ({ lines: ['x, rate = soundfile.read(path, dtype="float32", always_2d=True)'] }),
  npy: () => ({ lines: ['x = np.load(path)'] }),
  npz: (step, { name }) => ({ lines: [`x = np.load(path)[${literal(textOf(step, 'member') || name)}]`] }),
  json: (step, { file }) => ({
    lines: [`x = read_json(${jsonOf(file)}, ${literal(textOf(step, 'member'))})`],
    uses: ['read_json'],
  }),
  text: (step, input) => stringsOrNumbers('Path(path).read_text(encoding="utf-8-sig")', step, input),
  typed: (step, input, { typed }) => {
    const text = Object.hasOwn(typed, input.name) ? (typed[input.name] ?? '') : null
    const { lines, uses = [] } = stringsOrNumbers(literal(text ?? ''), step, input)
    return {
      lines: text === null ? ['# What was typed is not part of the saved settings: put it here.', ...lines] : lines,
      uses,
    }
  },
  fill: fillLines,
}

function stringsOrNumbers(text: string, step: PlannedStep, { dtype }: CodeInput): Snippet {
  if (dtype !== 'string' && step.values.split !== undefined)
    return {
      lines: [
        '# Glassbox made these numbers of a text with the vocabulary of the model, which this program does not do.',
        'raise NotImplementedError("Put the numbers of the tokens here, as x.")',
      ],
    }
  if (dtype !== 'string') return { lines: [`x = numbers_in(${text})`], uses: ['numbers_in'] }
  return {
    lines: [
      textOf(step, 'split') === 'lines'
        ? `x = np.asarray(${text}.rstrip("\\r\\n").splitlines())`
        : `x = np.asarray([${text}])`,
    ],
  }
}

/** The content of the JSON file `path`, as an expression. */
function jsonOf(file: string): string {
  const text = 'Path(path).read_text(encoding="utf-8-sig")'
  return isJsonLines(file)
    ? `[json.loads(line) for line in ${text}.splitlines() if line.strip()]`
    : `json.loads(${text})`
}

function tableLines(step: PlannedStep, { plan, file }: CodeInput): Snippet {
  const columns = plan.find(({ id }) => id === 'columns')
  if (isJson(file)) {
    const member = textOf(step, 'member')
    return {
      lines: [`content = ${jsonOf(file)}`, `table = table_of(content${member === '' ? '' : `[${literal(member)}]`})`],
      uses: ['table_of'],
    }
  }
  const header = columns !== undefined && columnsOf(columns).byName ? '0' : 'None'
  const delimiter = textOf(step, 'delimiter')
  const separator = delimiter === '' || delimiter === 'auto' ? 'sep=None, engine="python"' : `sep=${literal(delimiter)}`
  return {
    lines: [
      `table = pd.read_csv(path, ${separator}, header=${header}, skipinitialspace=True)`,
      'table.columns = [str(name).strip() for name in table.columns]',
    ],
  }
}

function fillLines(step: PlannedStep, { shape, dtype }: CodeInput): Snippet {
  const size = shape.reduce((product, dim) => product * dim, 1)
  const steps = dtype === 'bool' ? 2 : 256
  const whole = dtype !== 'float32'
  const type = {
    float32: 'np.float32',
    int32: 'np.int32',
    bool: 'bool',
    string: 'np.int64',
    complex64: 'np.complex64',
  }[dtype]
  const made = (values: string, uses: readonly string[] = []): Snippet => ({
    lines: [`x = (${values}).astype(${type})${dtype === 'string' ? '.astype(str)' : ''}.reshape(${tuple(shape)})`],
    uses,
  })
  switch (textOf(step, 'fill')) {
    case 'ones':
      return made(`np.ones(${size})`)
    case 'ramp':
      return made(whole ? `np.arange(${size}) % ${steps}` : `np.arange(${size}) % 256 / 255`)
    case 'random': {
      const numbers = `random_numbers(${numberOf(step, 'seed', 1)}, ${size})`
      return made(whole ? `np.floor(${numbers} * ${steps})` : numbers, ['random_numbers'])
    }
    default:
      return dtype === 'string' ? { lines: [`x = np.full(${tuple(shape)}, "")`] } : made(`np.zeros(${size})`)
  }
}

export function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}
