import type { LayerRow } from '../contract.ts'
import { melRow } from './mel.ts'
import { stftRow } from './stft.ts'

/** Layers that turn sound into pictures of its frequencies. */
export const spectrogramRows: readonly LayerRow[] = [stftRow, melRow]
