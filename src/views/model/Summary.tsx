import { formatBytes, formatCount } from '../../base/format.ts'
import { formatShape, type TensorSpec } from '../../base/tensor.ts'
import { type State, useStore } from '../../store/index.ts'
import { type FactRow, Facts } from '../../ui/Facts.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Note } from '../../ui/Note.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { Convert } from './Convert.tsx'
import styles from './Model.module.css'
import { Optimiser } from './Optimiser.tsx'
import { Signatures } from './Signatures.tsx'
import { WeightFiles } from './WeightFiles.tsx'

type LoadedModel = NonNullable<State['model']['loaded']>

export function Summary({ loaded }: { readonly loaded: LoadedModel }) {
  const { summary } = loaded
  const path = useStore((state) => state.model.current?.id ?? summary.path)
  const { metadata, repairs } = summary
  return (
    <div data-testid="model-ready" data-backend={loaded.rung} data-format={summary.format}>
      <h3 className={styles.name}>{summary.name}</h3>
      {path === summary.name ? null : <p className={styles.path}>{path}</p>}
      <div className={styles.facts}>
        <Facts rows={rowsOf(loaded)} />
      </div>
      <Signatures loaded={loaded} />
      {loaded.warnings.map((warning) => (
        <div key={warning} className={styles.warning}>
          <Note>{warning}</Note>
        </div>
      ))}
      {repairs.length === 0 ? null : (
        <Fold title={repairs.length === 1 ? 'One repair was made' : `${repairs.length} repairs were made`}>
          <ul className={styles.sentences}>
            {repairs.map((repair) => (
              <li key={repair}>{repair}</li>
            ))}
          </ul>
        </Fold>
      )}
      <Optimiser report={loaded.optimisation} />
      <WeightFiles files={summary.weightFiles} />
      {metadata.labels === null ? null : (
        <Fold title={`Labels: ${formatCount(metadata.labels.length)}`}>
          <p className="muted">From {metadata.labelsSource ?? 'the model'}.</p>
          <Labels labels={metadata.labels} />
        </Fold>
      )}
      {metadata.facts.length === 0 ? null : (
        <Fold title="Metadata">
          <Facts rows={metadata.facts} />
        </Fold>
      )}
      <Convert />
    </div>
  )
}

function rowsOf(loaded: LoadedModel): readonly FactRow[] {
  const { summary, inputs, outputs } = loaded
  const rows: (FactRow | null)[] = [
    { label: 'Format', value: summary.formatLabel, plain: true },
    summary.generatedBy === '' ? null : { label: 'Made with', value: summary.generatedBy, plain: true },
    summary.convertedBy === '' ? null : { label: 'Converted by', value: summary.convertedBy, plain: true },
    { label: 'Size', value: formatBytes(summary.bytes) },
    { label: 'Parameters', value: formatCount(summary.parameters) },
    { label: 'Operations', value: operationsOf(loaded) },
    summary.quantisation === '' ? null : { label: 'Weights', value: summary.quantisation, plain: true },
    loaded.asynchronous ? { label: 'Execution', value: 'asynchronous: control flow or strings', plain: true } : null,
    specRow('Input', inputs),
    specRow('Output', outputs),
  ]
  return rows.filter((row) => row !== null)
}

/** `469 → 69`: as read → as run. */
function operationsOf({ optimisation: { before, after } }: LoadedModel): string {
  return before === after ? formatCount(after) : `${formatCount(before)} → ${formatCount(after)}`
}

/** `image [?, 224, 224, 3] float32`, one per line. */
function specRow(label: string, specs: readonly TensorSpec[]): FactRow {
  return {
    label: specs.length === 1 ? label : `${label}s`,
    value: specs.map((spec) => (
      <span key={spec.name} className={styles.spec}>
        {spec.name} {formatShape(spec.shape)} <span className="muted">{spec.dtype}</span>
      </span>
    )),
  }
}

function Labels({ labels }: { readonly labels: readonly string[] }) {
  return (
    <VirtualRows
      label="Labels"
      count={labels.length}
      rowHeight={22}
      maxHeight={220}
      row={(index) => (
        <span className={styles.label}>
          <span className="num muted">{index}</span> {labels[index]}
        </span>
      )}
    />
  )
}
