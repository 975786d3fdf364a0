import { Fragment } from 'react'
import { formatCount, formatDuration } from '../../base/format.ts'
import { checkOptimiser, type State, setOptimise, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import styles from './Model.module.css'

type Report = NonNullable<State['model']['loaded']>['optimisation']

/** The optimiser's report: the changes of each pass, the on/off switch, and a comparison with the unoptimised graph. */
export function Optimiser({ report }: { readonly report: Report }) {
  const wanted = useStore((state) => state.model.optimise)
  return (
    <Fold title={titleOf(report)}>
      <div className={styles.optimiser} data-testid="optimiser">
        <Toggle label="Optimise the graph" value={wanted} onChange={setOptimise} />
        {report.passes.length === 0 ? (
          <p className="muted">{report.enabled ? 'Nothing to rewrite.' : 'The graph runs unchanged.'}</p>
        ) : (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Pass</th>
                <th scope="col">Places</th>
                <th scope="col" className={styles.right}>
                  Operations
                </th>
              </tr>
            </thead>
            <tbody>
              {report.passes.map(({ id, label, changes, removed, places, targets }) => (
                <Fragment key={id}>
                  <tr>
                    <th scope="row">{label}</th>
                    <td className="num">{formatCount(changes)}</td>
                    <td className={`num ${styles.right}`}>{signed(-removed)}</td>
                  </tr>
                  {targets === 0 ? null : (
                    <tr className={styles.below}>
                      <td colSpan={3}>
                        <Places label={label} places={places} targets={targets} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        )}
        {report.passes.length === 0 ? null : (
          <p className="muted">
            {report.enabled ? 'Done' : 'Only rewrites required by kernels, done'} in {formatDuration(report.ms)}.
          </p>
        )}
        {report.enabled ? <Check /> : null}
      </div>
    </Fold>
  )
}

/** The layers that a pass rewrote, with the layers merged into them. */
function Places({ label, places, targets }: Pick<Report['passes'][number], 'label' | 'places' | 'targets'>) {
  return (
    <Fold
      title={
        <>
          Where ({formatCount(targets)})<span className="hidden-text">: {label}</span>
        </>
      }
    >
      <ul className={styles.sentences}>
        {places.map(({ target, absorbed }) => (
          <li key={target}>{absorbed.length === 0 ? target : `${target}: ${absorbed.join(', ')} folded in`}</li>
        ))}
        {targets > places.length ? <li className="muted">and {formatCount(targets - places.length)} more</li> : null}
      </ul>
    </Fold>
  )
}

function titleOf({ enabled, before, after }: Report): string {
  if (!enabled) return `Optimiser: off, ${formatCount(after, 'operation')}`
  return `Optimiser: ${formatCount(before)} → ${formatCount(after, 'operation')}`
}

/** `+3`, `−12`, `0`, with a typographic minus sign. */
function signed(value: number): string {
  if (value === 0) return '0'
  return value > 0 ? `+${formatCount(value)}` : `−${formatCount(-value)}`
}

/** Compares the outputs of both graphs on the same input. */
function Check() {
  const check = useStore((state) => state.model.check)
  const bound = useStore((state) => state.input.selected !== null)
  return (
    <div className={styles.check} data-testid="check" data-state={check.phase}>
      <Button onClick={checkOptimiser} blocked={!bound || check.phase === 'running'}>
        Check against the unoptimised graph
      </Button>
      {bound ? null : <p className="muted">Requires an input.</p>}
      {check.phase === 'running' ? <p className="muted">Loading and running both graphs …</p> : null}
      {check.phase !== 'done' ? null : (
        <ul className={styles.sentences}>
          {check.outputs.map(({ name, maxAbsolute, maxRelative }) => (
            <li key={name}>
              {name}: largest difference <span className="num">{figure(maxAbsolute)}</span>, relative{' '}
              <span className="num">{figure(maxRelative)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function figure(value: number): string {
  return value === 0 ? '0' : value.toExponential(1).replace('e-', 'e−')
}
