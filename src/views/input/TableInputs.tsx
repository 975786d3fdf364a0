import { own } from '../../base/own.ts'
import type { FileRef, InputSource } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { type State, useStore } from '../../store/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import { HeadTable } from './HeadTable.tsx'
import styles from './Input.module.css'
import { InputSection } from './InputSection.tsx'

/** Several inputs that are columns of one table, as that table; how each is prepared is folded below it. */
export function TableInputs({ inputs, file }: { readonly inputs: readonly TensorSpec[]; readonly file: FileRef }) {
  const prepared = useStore((state) => state.input.prepared)
  const name = file.path.split('/').at(-1) ?? file.path
  const ready = inputs.flatMap(({ name: input }) => {
    const one = own(prepared, input)
    return one?.phase === 'ready' ? [{ name: input, values: one.value.head, rows: one.value.shape[0] ?? 0 }] : []
  })
  const rows = Math.max(0, ...ready.map((column) => column.rows))
  const attention = inputs.filter(({ name: input }) => needsAttention(own(prepared, input)))
  return (
    <section className={styles.section} aria-label={`Inputs from ${name}`}>
      <h3 className={styles.inputName}>
        {name} <span className={styles.shape}>feeds {inputs.length} inputs, a column each</span>
      </h3>
      {ready.length === inputs.length ? (
        <HeadTable label={`First rows of ${name}`} columns={ready} rows={rows} />
      ) : null}
      {attention.map((spec) => (
        <InputSection key={spec.name} spec={spec} only={false} />
      ))}
      <Fold title="Sources and steps of each input">
        {inputs
          .filter((spec) => !attention.includes(spec))
          .map((spec) => (
            <InputSection key={spec.name} spec={spec} only={false} />
          ))}
      </Fold>
    </section>
  )
}

function needsAttention(prepared: State['input']['prepared'][string] | undefined): boolean {
  return prepared?.phase === 'error' || (prepared?.phase === 'ready' && prepared.value.warnings.length > 0)
}

/** The file that feeds every input one column; `null` if the inputs have other sources or shapes. */
export function tableOf(
  inputs: readonly TensorSpec[],
  sources: Readonly<Record<string, InputSource>>,
  prepared: State['input']['prepared'],
): FileRef | null {
  const [first] = inputs
  const source = first === undefined ? undefined : own(sources, first.name)
  if (inputs.length < 2 || source?.kind !== 'file') return null
  const { file } = source
  const same = inputs.every(({ name, shape }) => {
    const other = own(sources, name)
    const one = own(prepared, name)
    const column = shape !== null && shape.length <= 2 && (shape.length < 2 || shape[1] === 1)
    const table =
      one?.phase !== 'ready' || one.value.plan.some(({ fields }) => fields.some(({ type }) => type === 'columns'))
    return column && table && other?.kind === 'file' && other.file.drop === file.drop && other.file.path === file.path
  })
  return same ? file : null
}
