import { formatBytes, formatDuration } from '../../base/format.ts'
import { openStage, type RailStage } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { type FactRow, Facts } from '../../ui/Facts.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { aboutStage } from './about-stage.ts'
import styles from './Rail.module.css'

/** What happened in a stage, in this very run: sentences on the left, figures on the right. */
export function Inspector({ stage }: { readonly stage: RailStage }) {
  const { record } = stage
  return (
    <section id="stage-inspector" className={styles.inspector} aria-labelledby="stage-title">
      <div className={styles.heading}>
        <h2 id="stage-title">{stage.label}</h2>
        <p className={styles.about}>{aboutStage[stage.id]}</p>
        <Button
          look="quiet"
          aria-label={`Close ${stage.label}`}
          onClick={() => {
            document.querySelector<HTMLElement>(`[data-testid="rail-${stage.id}"]`)?.focus()
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
          <div className={styles.story}>
            {record.story.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <div className={styles.facts}>
            <Facts rows={rowsOf(record)} />
          </div>
        </>
      )}
    </section>
  )
}

function rowsOf(record: NonNullable<RailStage['record']>): readonly FactRow[] {
  return [
    ...(record.ms === null ? [] : [{ label: 'Time', value: formatDuration(record.ms) }]),
    ...(record.bytes === null ? [] : [{ label: 'Data', value: formatBytes(record.bytes) }]),
    ...record.facts.filter((fact) => fact.label !== 'Time' && fact.label !== 'Data'),
  ]
}
