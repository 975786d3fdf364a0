import { formatDuration } from '../../base/format.ts'
import { openStage, type RailStage, showMode } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { aboutOf, labelOf, rowsOf, sentencesOf } from '../ledger/index.ts'
import { lessonOfStage } from '../ledger/lessons.ts'
import styles from './Rail.module.css'

/** Details of a stage of this run: sentences on the left, figures on the right. */
export function Inspector({ stage }: { readonly stage: RailStage }) {
  const { id, record, steady } = stage
  const label = labelOf(id)
  const steadyRow = steady === null ? [] : [{ label: 'p50 of the repeated runs', value: formatDuration(steady) }]
  return (
    <section id="stage-inspector" className={styles.inspector} aria-labelledby="stage-title">
      <div className={styles.heading}>
        <h2 id="stage-title">{label}</h2>
        <p className={styles.about}>{aboutOf(id)}</p>
        <Button
          look="quiet"
          aria-label={`Close ${label}`}
          onClick={() => {
            document.querySelector<HTMLElement>(`[data-testid="rail-${id}"]`)?.focus()
            openStage(null)
          }}
        >
          <Icon name="close" />
        </Button>
      </div>
      {record === null ? (
        <p className="muted">{stage.state === 'active' ? 'Working on it now.' : 'Not reached yet.'}</p>
      ) : (
        <>
          <div className={styles.sentences}>
            {stage.state === 'stale' ? (
              <p>
                <strong>These are the figures of an earlier run.</strong>
              </p>
            ) : null}
            {sentencesOf(record).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <LessonLink stage={id} />
          </div>
          <div className={styles.facts}>
            <Facts rows={[...rowsOf(record), ...steadyRow]} />
          </div>
        </>
      )}
    </section>
  )
}

/** Opens the lesson that explains the stage; the mode and the lesson are in the address. */
function LessonLink({ stage }: { readonly stage: RailStage['id'] }) {
  const lesson = lessonOfStage[stage]
  if (lesson === undefined) return null
  const search = `?mode=learn&lesson=${lesson.id}`
  return (
    <p>
      <a
        href={search}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          const address = new URL(location.href)
          for (const [key, value] of new URLSearchParams(search)) address.searchParams.set(key, value)
          history.pushState(null, '', address)
          showMode('learn')
        }}
      >
        Measure it in a lesson: {lesson.label}
      </a>
    </p>
  )
}
