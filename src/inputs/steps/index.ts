import type { Step } from '../step.ts'
import { castStep } from './cast.ts'
import { channelsStep } from './channels.ts'
import { columnsStep } from './columns.ts'
import { invertStep } from './invert.ts'
import { layoutStep } from './layout.ts'
import { levelStep } from './level.ts'
import { monoStep } from './mono.ts'
import { rateStep } from './rate.ts'
import { resizeStep } from './resize.ts'
import { scaleStep } from './scale.ts'
import { shapeStep } from './shape.ts'
import { spectrogramStep } from './spectrogram.ts'
import { standardiseStep } from './standardise.ts'
import { windowStep } from './window.ts'

/** All preprocessing steps in order; each applies to the result of the previous ones. */
export const steps: readonly Step[] = [
  monoStep,
  rateStep,
  windowStep,
  spectrogramStep,
  levelStep,
  resizeStep,
  channelsStep,
  invertStep,
  columnsStep,
  standardiseStep,
  shapeStep,
  scaleStep,
  layoutStep,
  castStep,
]
