import type { OutputGroup } from '../../base/reading.ts'
import type { RowTable } from '../../base/row-table.ts'
import type { OutputResult, RunResult } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Group } from './Group.tsx'
import styles from './Result.module.css'

interface OutputsProps {
  readonly result: Pick<RunResult, 'groups' | 'outputs'> & { readonly table?: RowTable | null }
}

/** All groups of outputs with their current readings, best first; all but the answers are folded. */
export function Outputs({ result }: OutputsProps) {
  return (
    <>
      {result.groups.map((group) => {
        const [name = ''] = group.outputs
        const title = <Title group={group} outputs={result.outputs} />
        const body = <Group group={group} outputs={result.outputs} table={result.table ?? null} />
        return (
          <section
            key={name}
            className={styles.output}
            aria-label={`Output ${group.outputs.join(' and ')}`}
            data-output={name}
          >
            {group.open ? (
              <>
                <h3 className={styles.outputName}>{title}</h3>
                {body}
              </>
            ) : (
              <Fold title={<h3 className={styles.foldedName}>{title}</h3>}>{body}</Fold>
            )}
          </section>
        )
      })}
    </>
  )
}

interface TitleProps {
  readonly group: OutputGroup
  readonly outputs: readonly OutputResult[]
}

/** More names than this would push the answer down. */
const maxNamed = 2

/** The outputs of a group with their shapes; of many, only the first, because the model's column lists them all. */
function Title({ group, outputs }: TitleProps) {
  const own = group.outputs.flatMap((name) => outputs.find((output) => output.name === name) ?? [])
  const named = own.length > maxNamed ? own.slice(0, 1) : own
  return (
    <>
      {named.map(({ name, shape, dtype }, place) => (
        <span key={name}>
          {place === 0 ? '' : ', '}
          {name}{' '}
          <span className={styles.shape}>
            {formatShape(shape)} {dtype}
          </span>
        </span>
      ))}
      {named.length < own.length ? (
        <span className={styles.shape}> with {own.length - named.length} other outputs</span>
      ) : null}
    </>
  )
}
