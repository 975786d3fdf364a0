import type { GraphBuilder } from '../../../../graph/builder.ts'
import { int32 } from '../../../../graph/constant.ts'
import { countUp } from '../../../../graph/count-up.ts'
import type { Value } from '../../../../graph/graph.ts'

/**
 * Rows of different lengths: all values in one vector, plus the offsets of the rows: the start of each, then the total
 * length.
 */
export interface Ragged {
  readonly values: Value
  readonly splits: Value
}

/** Words separated by whitespace. */
export function splitWords(b: GraphBuilder, texts: Value): Ragged {
  const [cells, values, size] = b.ops('StringSplitV2', [texts, b.string('')], { maxsplit: { i: -1 } }) as readonly [
    Value,
    Value,
    Value,
  ]
  const column = (of: Value, end: Value): Value =>
    b.op('StridedSlice', [of, b.ints([0, 0]), end, b.ints([1, 1])], {
      begin_mask: { i: 1 },
      end_mask: { i: 1 },
      shrink_axis_mask: { i: 2 },
    })
  const rows = b.op('StridedSlice', [size, b.ints([0]), b.ints([1]), b.ints([1])], { shrink_axis_mask: { i: 1 } })
  const counts = b.op('DenseBincount', [column(cells, b.ints([0, 1])), rows, b.constant(int32([]))], {
    binary_output: { b: false },
  })
  const ends = b.op('Cumsum', [counts, b.int(0)], { exclusive: { b: false }, reverse: { b: false } })
  return { values, splits: b.op('ConcatV2', [b.ints([0]), ends, b.int(0)], { N: { i: 2 } }) }
}

/** Splits each text into characters, each its own string. */
export function splitCharacters(b: GraphBuilder, texts: Value): Ragged {
  const [splits, characters] = b.ops('UnicodeDecode', [texts], {
    input_encoding: { s: 'UTF-8' },
    errors: { s: 'replace' },
    replacement_char: { i: 0xfffd },
    replace_control_characters: { b: false },
    Tsplits: { type: 'int32' },
  }) as readonly [Value, Value]
  const count = b.op('Size', [characters], { out_type: { type: 'int32' } })
  const each = countUp(b, b.op('AddV2', [count, b.int(1)]))
  const values = b.op('UnicodeEncode', [characters, each], {
    errors: { s: 'replace' },
    output_encoding: { s: 'UTF-8' },
    replacement_char: { i: 0xfffd },
    Tsplits: { type: 'int32' },
  })
  return { values, splits }
}

/** N-grams of neighbouring words, for each of the widths. */
export function nGrams(b: GraphBuilder, { values, splits }: Ragged, widths: readonly number[]): Ragged {
  const [joined, ends] = b.ops('StringNGrams', [values, splits], {
    separator: { s: ' ' },
    ngram_widths: { list: { i: widths } },
    left_pad: { s: '' },
    right_pad: { s: '' },
    pad_width: { i: 0 },
    preserve_short_sequences: { b: false },
    Tsplits: { type: 'int32' },
  }) as readonly [Value, Value]
  return { values: joined, splits: ends }
}

/** Rows truncated or padded to one length; `null` uses the longest. */
export function toDense(b: GraphBuilder, { values, splits }: Ragged, length: number | null): Value {
  const shape = b.ints([-1, length ?? -1])
  const fill = b.dtype(values) === 'string' ? b.string('') : b.scalarLike(values, 0)
  return b.op('RaggedTensorToTensor', [shape, values, fill, splits], {
    num_row_partition_tensors: { i: 1 },
    row_partition_types: { list: { s: ['ROW_SPLITS'] } },
  })
}

/** Per row, how often each index below `size` occurs; if only presence is asked for, 1 or 0. */
export function countRows(b: GraphBuilder, { values, splits }: Ragged, size: number, binary: boolean): Value {
  return b.op('RaggedBincount', [splits, values, b.int(size), b.constant(int32([]))], { binary_output: { b: binary } })
}
