import type { Step } from '../step.ts'
import { castStep } from './cast.ts'
import { channelsStep } from './channels.ts'
import { columnsStep } from './columns.ts'
import { invertStep } from './invert.ts'
import { layoutStep } from './layout.ts'
import { resizeStep } from './resize.ts'
import { scaleStep } from './scale.ts'
import { shapeStep } from './shape.ts'
import { standardiseStep } from './standardise.ts'

/** All preprocessing steps in order; each applies to the result of the previous ones. */
export const steps: readonly Step[] = [
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
