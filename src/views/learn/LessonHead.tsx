import { type Lesson, lessonGroups } from '../../lessons/contract.ts'
import { lessons } from '../../lessons/index.ts'
import type { Part } from '../../lessons/progress.ts'
import styles from './Question.module.css'

/** `STEP 6 Trace once, run many times`. */
export function LessonHead({ lesson, part }: { readonly lesson: Lesson; readonly part: Part }) {
  const steps = lessons.filter(({ group }) => group === lesson.group)
  const group = lessonGroups[lesson.group].replace(/s$/, '')
  const also = { first: '', try: ' · tried differently', transfer: ' · on another model' }[part]
  return (
    <p className={styles.part}>
      {group} {steps.indexOf(lesson) + 1}{' '}
      <small>
        {lesson.title}
        {also}
      </small>
    </p>
  )
}
