import { useStore } from '../../store/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import styles from './Model.module.css'

/** Files of the drop that cannot be used, each with the reason. */
export function Problems() {
  const problems = useStore((state) => state.model.problems)
  if (problems.length === 0) return null
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
      {problems.length > 3 ? (
        <Fold title={title}>{list}</Fold>
      ) : (
        <>
          <p className="muted">{title}</p>
          {list}
        </>
      )}
    </div>
  )
}
