import { formatBytes, formatCount } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { RunResult } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import { type FactRow, Facts } from '../../ui/Facts.tsx'
import { Fold } from '../../ui/Fold.tsx'
import styles from './Result.module.css'

/** The settings that produced this result, which may differ from the current ones. */
export function MadeBy({ result }: { readonly result: RunResult }) {
  const { model, backend, inputs } = result.settings
  const { before, after } = model.operations
  const rung = backend.ladder.find(({ id }) => id === backend.id)
  const rows: readonly FactRow[] = [
    { label: 'Model', value: model.name },
    { label: 'Format and size', value: `${model.format}, ${formatBytes(model.bytes)}` },
    { label: 'Topology hash', value: model.hash },
    ...(model.signature === '' ? [] : [{ label: 'Signature', value: model.signature }]),
    {
      label: 'Operations',
      value: before === after ? formatCount(after) : `${formatCount(before)} → ${formatCount(after)}`,
    },
    {
      label: 'Backend',
      value: rungLabels[backend.id] + (rung === undefined || rung.reason === '' ? '' : `: ${rung.reason}`),
      plain: true,
    },
  ]
  return (
    <Fold title="Settings of this result">
      <Facts rows={rows} />
      {inputs.map((input) => (
        <div key={input.name} className={styles.madeInput}>
          <p>
            <strong>{input.name}</strong> <span className="num muted">{formatShape(input.shape)}</span> from{' '}
            {input.file}
          </p>
          <ol className={styles.madeSteps}>
            {input.plan.map((step) => (
              <li key={step.id}>
                {step.label}: {step.summary}{' '}
                <span className="muted">
                  ({step.certainty}: {step.reason})
                </span>
              </li>
            ))}
          </ol>
        </div>
      ))}
      {model.repairs.map((repair) => (
        <p key={repair}>{repair}</p>
      ))}
    </Fold>
  )
}
