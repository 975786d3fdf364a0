import type { LayerRow } from './contract.ts'
import { rnnRows } from './rnn.ts'
import { bidirectionalRow } from './rnn-bidirectional.ts'
import { cellRows } from './rnn-cells.ts'
import { convRnnRows } from './rnn-conv.ts'

/** Layers that go through a sequence step by step. */
export const recurrentRows: readonly LayerRow[] = [...rnnRows, ...convRnnRows, bidirectionalRow, ...cellRows]
