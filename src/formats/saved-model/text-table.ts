import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { TreeFile } from '../../files/tree.ts'
import { type Constant, literal } from '../../graph/constant.ts'
import type { GraphDType, HashTable } from '../../graph/graph.ts'
import { narrowInt } from './decode.ts'

/** Attributes of `InitializeTableFromTextFileV2`. */
export interface TextTableSpec {
  /** A column, −1 for the line number, or −2 for the whole line. */
  readonly keyIndex: number
  readonly valueIndex: number
  /** Required number of lines; −1 for any. */
  readonly vocabularySize: number
  readonly delimiter: string
  /** Lines to skip at the start. */
  readonly offset: number
}

const largest = 128 * 2 ** 20

/**
 * Builds a table from the lines of a text file (TensorFlow's lookup_util.cc). Raises `model-invalid`,
 * `file-unreadable`, `cancelled`.
 */
export async function readTextTable(
  file: TreeFile,
  spec: TextTableSpec,
  dtypes: { readonly key: GraphDType; readonly value: GraphDType },
  signal?: AbortSignal,
): Promise<HashTable> {
  if (file.source.size > largest) throw new EngineError('model-invalid', `${file.path} is too large for a vocabulary.`)
  const bytes = await file.source.read(0, file.source.size, signal)
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  const rows = lines.slice(spec.offset).map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  const count = spec.vocabularySize < 0 ? rows.length : spec.vocabularySize
  if (count > rows.length)
    throw new EngineError(
      'model-invalid',
      `${file.path} has ${formatCount(rows.length, 'line')}; the model's hash table needs ${formatCount(count)}.`,
      'The file is cut off, or belongs to another model.',
    )
  const used = rows.slice(0, count)
  return {
    keys: column(used, spec.keyIndex, dtypes.key, spec, file.path),
    values: column(used, spec.valueIndex, dtypes.value, spec, file.path),
  }
}

function column(
  rows: readonly string[],
  index: number,
  dtype: GraphDType,
  { delimiter, offset }: TextTableSpec,
  path: string,
): Constant {
  if (index === -1)
    return literal(
      'int32',
      [rows.length],
      Int32Array.from(rows, (_, i) => i + offset),
    )
  const cells = rows.map((row, line) => {
    const cell = index === -2 ? row : row.split(delimiter)[index]
    if (cell !== undefined) return cell
    throw new EngineError(
      'model-invalid',
      `Line ${formatCount(line + 1 + offset)} of ${path} has no column ${index + 1}.`,
    )
  })
  if (dtype === 'string') return literal('string', [cells.length], cells)
  const numbers = cells.map((cell, line) => {
    const number = Number(cell.trim())
    if (cell.trim() !== '' && !Number.isNaN(number)) return number
    throw new EngineError(
      'model-invalid',
      `Line ${formatCount(line + 1 + offset)} of ${path} should be a number: "${cell.slice(0, 40)}".`,
    )
  })
  return dtype === 'float32'
    ? literal('float32', [cells.length], Float32Array.from(numbers))
    : literal(
        'int32',
        [cells.length],
        Int32Array.from(numbers, (number) => narrowInt(number, path)),
      )
}
