import { formatBytes } from '../../base/format.ts'
import { pickModel, useStore } from '../../store/index.ts'
import styles from './Model.module.css'

/** A picker for drops with several models. */
export function Choose() {
  const choices = useStore((state) => state.model.choices)
  return (
    <ul className={styles.choices} aria-label="Models in the drop">
      {choices.map((choice) => (
        <li key={`${choice.drop}/${choice.id}`}>
          <button type="button" className={styles.choice} onClick={() => pickModel(choice)}>
            <strong>{choice.name}</strong>
            <span className="muted">{choice.id}</span>
            <span className={styles.choiceFigures}>
              {choice.formatLabel}, <span className="num">{formatBytes(choice.bytes)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
