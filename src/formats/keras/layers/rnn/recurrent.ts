import type { LayerRow } from '../contract.ts'
import { bidirectionalRow } from './bidirectional.ts'
import { cellRows } from './cells.ts'
import { convRnnRows } from './conv.ts'
import { rnnRows } from './rnn.ts'

/** Layers that process a sequence step by step. */
export const recurrentRows: readonly LayerRow[] = [...rnnRows, ...convRnnRows, bidirectionalRow, ...cellRows]
