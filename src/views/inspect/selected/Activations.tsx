import { useEffect } from 'react'
import { formatFigure } from '../../../base/format.ts'
import type { ActivationReading } from '../../../base/inspection.ts'
import { activationKey, canRun, computeActivation, showMode, stopActivations, useStore } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Note } from '../../../ui/Note.tsx'
import { ProgressLine } from '../../../ui/ProgressLine.tsx'
import { useLater } from '../../../ui/use-later.ts'
import { distributionText, Histogram } from './Histogram.tsx'
import { MapPicker } from './MapPicker.tsx'
import styles from './Selected.module.css'

/** The value of what is selected for the present input: on request, then for whatever is selected next. */
export function Activations({ node }: { readonly node: string }) {
  const watching = useStore(({ inspect }) => inspect.watching)
  const key = useStore(activationKey)
  const label = useStore(({ input }) => input.inputSets.find(({ id }) => id === input.selected)?.label ?? '')
  const reason = useStore((state) => canRun(state).reason)
  const last = useStore(({ inspect }) => inspect.activation)
  const activation = last?.node === node ? last : null
  useEffect(() => {
    if (watching && key !== '' && reason === '') void computeActivation(node)
  }, [watching, key, node, reason])
  return (
    <section aria-labelledby="activations-title" data-testid="activations" data-state={activation?.phase ?? 'idle'}>
      <h4 id="activations-title" className={styles.heading}>
        Activations {label === '' ? null : <span className={styles.aside}>for {label}</span>}
      </h4>
      {reason !== '' ? (
        <p className="muted">
          {reason}{' '}
          <Button look="link" onClick={() => showMode('')}>
            Go to Run
          </Button>
        </p>
      ) : !watching ? (
        <p>
          <Button testId="compute-activations" onClick={() => computeActivation(node)}>
            Compute
          </Button>{' '}
          <span className="muted">Runs the graph as read up to here, then wherever you go.</span>
        </p>
      ) : null}
      {activation?.phase === 'running' ? <Running note={activation.progress?.note ?? ''} /> : null}
      {activation?.error == null ? null : (
        <Note tone="bad" actions={<Button onClick={() => computeActivation(node)}>Try again</Button>}>
          {activation.error.message} {activation.error.hint}
        </Note>
      )}
      {activation?.value == null ? null : (
        <div className={classNames(activation.key !== key && styles.stale)}>
          {activation.key === key ? null : <p className="muted">Made with other settings.</p>}
          <Reading reading={activation.value} />
        </div>
      )}
    </section>
  )
}

function Running({ note }: { readonly note: string }) {
  const late = useLater(true, 200)
  if (!late) return null
  return (
    <>
      <ProgressLine label={note === '' ? 'Loading the graph up to here' : note} value={null} text="" />
      <Button testId="cancel" onClick={stopActivations}>
        Cancel
      </Button>
    </>
  )
}

function Reading({ reading }: { readonly reading: ActivationReading }) {
  const { distribution, picture, shape } = reading
  if (distribution === null) return <p className="muted">Texts, which have no distribution.</p>
  return (
    <>
      <p className={styles.caption}>
        <span className="num">[{shape.join(', ')}]</span>{' '}
        {picture?.kind === 'maps' ? 'The map with the greatest value comes first.' : ''}
      </p>
      {picture === null ? null : picture.kind === 'vector' ? (
        <ol className={styles.top} aria-label="Elements with the greatest magnitude">
          {picture.top.map(({ index, value }) => (
            <li key={index}>
              <span className="num muted">{index}</span> <span className="num">{formatFigure(value)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <MapPicker key={reading.node} picture={picture} />
      )}
      <Histogram of={distribution} label="Histogram of the values" />
      <p className={styles.caption}>{distributionText(distribution)}</p>
    </>
  )
}
