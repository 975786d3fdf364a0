import type { LayerRow } from '../contract.ts'
import { melRow } from './mel.ts'
import { stftRow } from './stft.ts'

/** Layers that turn audio into spectrograms. */
export const spectrogramRows: readonly LayerRow[] = [stftRow, melRow]
