import { formatCount } from '../../base/format.ts'
import { useStore } from '../../store/index.ts'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import styles from './Inspect.module.css'
import { PassTable } from './PassTable.tsx'

/** The loaded model opened up. */
export function InspectScreen() {
  const loaded = useStore((state) => state.model.loaded)
  if (loaded === null) return null
  const { before, after } = loaded.optimisation
  return (
    <section className={styles.column} aria-labelledby="graph-title">
      <ColumnHead id="graph-title" title="Graph" />
      <p className="muted">
        <span className="num">{formatCount(before)}</span> operations as read,{' '}
        <span className="num">{formatCount(after)}</span> as run.
      </p>
      <PassTable report={loaded.optimisation} />
    </section>
  )
}
