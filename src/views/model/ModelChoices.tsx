import { formatBytes } from '../../base/format.ts'
import { pickModel, useStore } from '../../store/index.ts'
import styles from './Model.module.css'

/** The models of a drop with several; the loaded one is marked. */
export function ModelChoices() {
  const choices = useStore((state) => state.model.choices)
  const current = useStore((state) => state.model.current)
  return (
    <ul className={styles.choices} aria-label="Models in the drop">
      {choices.map((choice) => {
        const loaded = choice.drop === current?.drop && choice.id === current.id
        return (
          <li key={`${choice.drop}/${choice.id}`}>
            <button
              type="button"
              className={styles.choice}
              aria-current={loaded ? 'true' : undefined}
              onClick={() => pickModel(choice)}
            >
              <strong>{choice.name}</strong>
              <span className="muted">{choice.id}</span>
              <span className={styles.choiceFigures}>
                {choice.formatLabel}, <span className="num">{formatBytes(choice.bytes)}</span>
                {loaded ? ', loaded' : ''}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
