import { formatCount } from '../../base/format.ts'
import type { OptimisationReport } from '../../base/optimisation.ts'
import styles from './Inspect.module.css'
import { letterOf } from './letter.ts'

/** The passes that changed the graph, in execution order, with the letter of each. */
export function PassTable({ report }: { readonly report: OptimisationReport }) {
  if (report.passes.length === 0)
    return <p className="muted">{report.enabled ? 'No pass changed the graph.' : 'The optimiser is off.'}</p>
  return (
    <table className={styles.passes}>
      <thead>
        <tr>
          <th scope="col">Pass, in order</th>
          <th scope="col">Places</th>
          <th scope="col">Operations</th>
        </tr>
      </thead>
      <tbody>
        {report.passes.map(({ id, label, changes, removed }, index) => (
          <tr key={id}>
            <th scope="row">
              <b className="num">{letterOf(index)}</b> {label}
            </th>
            <td className="num">{formatCount(changes)}</td>
            <td className="num">
              {removed === 0 ? '±0' : `${removed > 0 ? '−' : '+'}${formatCount(Math.abs(removed))}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
