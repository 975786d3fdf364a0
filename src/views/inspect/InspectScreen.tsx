import { useEffect, useMemo, useState } from 'react'
import { formatCount } from '../../base/format.ts'
import { inspect, type State, showForm, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { Note } from '../../ui/Note.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { useLater } from '../../ui/use-later.ts'
import { narrow, useMedia } from '../../ui/use-media.ts'
import { figuresByGroup } from './figures.ts'
import { type Colouring, GraphView, type GraphViewProps } from './graph/GraphView.tsx'
import { useLayoutWorker } from './graph/use-drawing.ts'
import styles from './Inspect.module.css'
import { Outline } from './outline/Outline.tsx'
import { PassTable } from './PassTable.tsx'
import { Selected } from './selected/Selected.tsx'

type LoadedModel = NonNullable<State['model']['loaded']>

/** The loaded model opened up: outline, graph, and what is selected. */
export function InspectScreen() {
  const loaded = useStore((state) => state.model.loaded)
  const { session, phase, value, error } = useStore((state) => state.inspect)
  const layout = useLayoutWorker()
  const late = useLater(phase === 'reading', 150)
  useEffect(() => {
    if (loaded !== null) void inspect()
  }, [loaded])
  if (loaded === null) return null
  if (error !== null)
    return (
      <div className={styles.message}>
        <Note tone="bad" actions={<Button onClick={inspect}>Try again</Button>}>
          {error.message} {error.hint}
        </Note>
      </div>
    )
  if (value === null || session !== loaded.session)
    return <p className={styles.message}>{late ? 'Reading the graph …' : ''}</p>
  return <Opened loaded={loaded} inspection={value} layout={layout} />
}

interface OpenedProps extends Pick<GraphViewProps, 'inspection' | 'layout'> {
  readonly loaded: LoadedModel
}

function Opened({ loaded, inspection, layout }: OpenedProps) {
  const { form, open, selected, changes } = useStore((state) => state.inspect)
  const [colouring, setColouring] = useState<Colouring>('work')
  const figures = useMemo(() => figuresByGroup(inspection, form), [inspection, form])
  const { optimisation } = loaded
  const shown = { inspection, changes, form, open, selected, figures }
  return (
    <div className={styles.columns} data-testid="inspect" data-groups={inspection.groups.length}>
      <Outline {...shown} />
      <section className={styles.centre} aria-labelledby="graph-title">
        <ColumnHead id="graph-title" title="Graph">
          <Segments
            label="Which graph"
            value={form}
            options={[
              { id: 'read', label: `As read ${formatCount(optimisation.before)}` },
              { id: 'run', label: `As run ${formatCount(optimisation.after)}` },
            ]}
            onChange={showForm}
            testId="form"
          />
          <Segments
            label="Coloured by"
            value={colouring}
            options={[
              { id: 'work', label: 'Work' },
              { id: 'weights', label: 'Weights' },
            ]}
            onChange={setColouring}
          />
        </ColumnHead>
        <Drawing {...shown} layout={layout} colouring={colouring} />
        <PassTable report={optimisation} />
      </section>
      <Selected {...shown} report={optimisation} />
    </div>
  )
}

/** The drawing; where columns are one below the other, on request and on the whole screen. */
function Drawing(props: GraphViewProps) {
  const stacked = useMedia(narrow)
  const [full, setFull] = useState(false)
  if (!stacked)
    return (
      <div className={styles.graph}>
        <GraphView {...props} />
      </div>
    )
  if (!full) return <Button onClick={() => setFull(true)}>Show the graph</Button>
  return (
    <div className={styles.full}>
      <Button onClick={() => setFull(false)}>Close the graph</Button>
      <GraphView {...props} />
    </div>
  )
}
