import { assumingGpu } from './assuming-gpu/index.ts'
import { batch } from './batch/index.ts'
import { beforeLoading } from './before-loading/index.ts'
import { caching } from './caching/index.ts'
import type { Lesson } from './contract.ts'
import { exactAnswer } from './exact-answer/index.ts'
import { inference } from './inference/index.ts'
import { learnsFromPhoto } from './learns-from-photo/index.ts'
import { loading } from './loading/index.ts'
import { mythGpu } from './myth-gpu/index.ts'
import { mythShape } from './myth-shape/index.ts'
import { mythTraining } from './myth-training/index.ts'
import { mythWeights } from './myth-weights/index.ts'
import { picturesInside } from './pictures-inside/index.ts'
import { placement } from './placement/index.ts'
import { quantised } from './quantised/index.ts'
import { rawPixels } from './raw-pixels/index.ts'
import { savedModel } from './saved-model/index.ts'
import { shapes } from './shapes/index.ts'
import { signatures } from './signatures/index.ts'
import { timings } from './timings/index.ts'
import { tracing } from './tracing/index.ts'

/** The lessons by group, in the order in which they build on each other. None is locked. */
export const lessons: readonly Lesson[] = [
  savedModel,
  loading,
  inference,
  shapes,
  signatures,
  tracing,
  placement,
  mythGpu,
  mythTraining,
  mythShape,
  mythWeights,
  learnsFromPhoto,
  picturesInside,
  exactAnswer,
  beforeLoading,
  rawPixels,
  assumingGpu,
  batch,
  timings,
  caching,
  quantised,
]

/** The lesson with an id; the first one if there is none. */
export function lessonOf(id: string): Lesson {
  return lessons.find((lesson) => lesson.id === id) ?? savedModel
}
