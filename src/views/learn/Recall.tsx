import { lessonOf } from '../../lessons/index.ts'
import { answerRecall, closeRecall } from '../../store/lessons/index.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './Question.module.css'

export interface RecallProps {
  readonly recall: { readonly lesson: string; readonly chosen: number | null; readonly order: readonly number[] }
  readonly next: string
}

/** An idea of an earlier lesson, asked once more before another one opens. */
export function Recall({ recall: { lesson: id, chosen, order }, next }: RecallProps) {
  const lesson = lessonOf(id)
  const { question, causes } = lesson.recall
  return (
    <div data-testid="lesson-recall">
      <p className={styles.part}>
        Once more <small>from “{lesson.title}”</small>
      </p>
      <h2 id="lesson-title" className={styles.ask} tabIndex={-1} data-focus-home>
        {question}
      </h2>
      {chosen === null ? (
        <ul className={styles.causes}>
          {order.map((cause) => (
            <li key={cause}>
              <Button onClick={() => answerRecall(cause)}>{causes[cause as 0 | 1 | 2]}</Button>
            </li>
          ))}
        </ul>
      ) : (
        <div className={styles.causes} role="status">
          {chosen === 0 ? null : <p className={classNames('muted')}>You said: {causes[chosen as 0 | 1 | 2]}</p>}
          <p>
            <strong>{causes[0]}</strong>
          </p>
          <p>{chosen === 0 ? 'That is what you measured.' : 'That is what was measured; it will be asked again.'}</p>
        </div>
      )}
      <div className={styles.foot}>
        <Button look={chosen === null ? 'plain' : 'primary'} onClick={closeRecall}>
          {chosen === null ? `Skip to: ${next}` : `Go on to: ${next}`}
        </Button>
      </div>
    </div>
  )
}
