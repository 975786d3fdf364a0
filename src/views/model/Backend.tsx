import { type BackendChoice, type RungReport, rungIds, rungLabels } from '../../base/ladder.ts'
import { chooseBackend, useStore } from '../../store/index.ts'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Select } from '../../ui/Select.tsx'
import styles from './Backend.module.css'

const options = [{ id: 'auto', label: 'Automatic' }, ...rungIds.map((id) => ({ id, label: rungLabels[id] }))]

const stateLabels: Readonly<Record<RungReport['state'], string>> = {
  'in-use': 'in use',
  ready: 'ready',
  available: 'not tried yet',
  software: 'emulated',
  'no-kernel': 'lacks an operation',
  unavailable: 'not available',
  failed: 'failed',
  unknown: 'not probed yet',
}

/** The ladder: all backends, best first, each with its state and the reason for it. */
export function Backend() {
  const { choice, ladder, probing } = useStore((state) => state.backend)
  return (
    <>
      <ColumnHead id="backend-title" title="Backend">
        <Select
          label="Backend"
          value={choice}
          options={options}
          testId="backend-select"
          onChange={(id) => {
            if (isChoice(id)) chooseBackend(id)
          }}
        />
      </ColumnHead>
      <ul className={styles.ladder} aria-busy={probing} aria-label="Backends, best first">
        {rungIds.map((id) => {
          const rung = ladder.find((report) => report.id === id) ?? { id, state: 'unknown', reason: '', device: '' }
          return <Rung key={id} rung={rung} probing={probing} />
        })}
      </ul>
    </>
  )
}

function Rung({ rung, probing }: { readonly rung: RungReport; readonly probing: boolean }) {
  const used = rung.state === 'in-use'
  const working = used || rung.state === 'ready' || rung.state === 'available'
  const [short, rest] = working ? splitReason(rung.reason) : [rung.reason, '']
  const state = rung.state === 'unknown' && probing ? 'being tried' : stateLabels[rung.state]
  return (
    <li
      className={classNames(styles.rung, used && styles.used)}
      data-testid={`ladder-${rung.id}`}
      data-state={rung.state}
    >
      <span className={classNames(styles.mark, styles[rung.state])} aria-hidden="true" />
      <span>{rungLabels[rung.id]}</span>
      <span className={styles.why}>
        {rung.reason.startsWith(state) ? null : (
          <>
            <span className={styles.state}>{state}</span>
            {rung.reason === '' ? '' : ', '}
          </>
        )}
        {rest === '' ? (
          short
        ) : (
          <details className={styles.more}>
            <summary>{short}</summary>
            {rest}
          </details>
        )}
        {working && rung.device !== '' && !rung.reason.includes(rung.device) ? (
          <span className={styles.device}>{rung.device}</span>
        ) : null}
      </span>
    </li>
  )
}

/** `SIMD, 1 thread`, and the rest of the reason for whoever asks. */
function splitReason(reason: string): readonly [string, string] {
  const at = reason.search(/[:;]/)
  return at < 0 ? [reason, ''] : [reason.slice(0, at), reason.slice(at + 1).trim()]
}

function isChoice(id: string): id is BackendChoice {
  return options.some((option) => option.id === id)
}
