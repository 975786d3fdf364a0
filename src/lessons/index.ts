import type { Lesson } from './contract.ts'
import { inference } from './inference/index.ts'
import { loading } from './loading/index.ts'
import { placement } from './placement/index.ts'
import { savedModel } from './saved-model/index.ts'
import { shapes } from './shapes/index.ts'
import { signatures } from './signatures/index.ts'
import { tracing } from './tracing/index.ts'

/** The lessons, in the order in which they build on each other. None is locked. */
export const lessons: readonly Lesson[] = [savedModel, loading, inference, shapes, signatures, tracing, placement]

/** The lesson with an id; the first one if there is none. */
export function lessonOf(id: string): Lesson {
  return lessons.find((lesson) => lesson.id === id) ?? savedModel
}
