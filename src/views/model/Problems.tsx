import { dismissProblems, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import styles from './Model.module.css'

/** Files of the last drop that cannot be used, each with the reason, in the column that they were meant for. */
export function Problems({ of }: { readonly of: 'model' | 'input' }) {
  const problems = useStore((state) => state.model.problems)
  const at = useStore((state) => (state.model.loaded === null ? 'model' : state.model.problemsAt))
  if (problems.length === 0 || at !== of) return null
  const list = (
    <ul className={styles.problems}>
      {problems.map((problem) => (
        <li key={problem.path} data-code={problem.code}>
          <span className="num">{problem.path}</span>
          <span>
            {problem.message} {problem.hint}
          </span>
        </li>
      ))}
    </ul>
  )
  const title = problems.length === 1 ? 'One file was skipped' : `${problems.length} files were skipped`
  return (
    <div className={styles.passed} data-testid="problems">
      <p className={styles.passedHead}>
        <span className="muted">{title}</span>
        <Button look="quiet" aria-label="Dismiss the skipped files" onClick={dismissProblems}>
          <Icon name="close" />
        </Button>
      </p>
      {problems.length > 3 ? <Fold title="Which, and why">{list}</Fold> : list}
    </div>
  )
}
