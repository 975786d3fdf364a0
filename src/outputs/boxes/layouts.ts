import { decodedRows } from './decoded-rows.ts'
import type { BoxLayout } from './layout.ts'
import { mediapipe } from './mediapipe.ts'
import { separateOutputs, separateOutputsByX } from './object-detection-api.ts'

/** All layouts of boxes, in order of priority for equal fits. */
export const layouts: readonly BoxLayout[] = [separateOutputs, separateOutputsByX, mediapipe, ...decodedRows]
