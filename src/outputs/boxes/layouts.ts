import { centernet } from './centernet.ts'
import { decodedRows } from './decoded-rows.ts'
import { distributions } from './distributions.ts'
import type { BoxLayout } from './layout.ts'
import { mediapipe } from './mediapipe.ts'
import { separateOutputs, separateOutputsByX } from './object-detection-api.ts'
import { scorePairs } from './score-pairs.ts'
import { scoredCorners } from './scored-corners.ts'
import { yoloMaps } from './yolo-maps.ts'
import { yolo5, yolo8 } from './yolo-rows.ts'

/** All layouts of boxes, in order of priority for equal fits. */
export const layouts: readonly BoxLayout[] = [
  separateOutputs,
  separateOutputsByX,
  mediapipe,
  yolo8,
  yolo5,
  ...yoloMaps,
  distributions,
  ...scorePairs,
  ...decodedRows,
  centernet,
  scoredCorners,
]
