import { clearInputs, removeInputSet, selectInputSet, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import styles from './Input.module.css'

/** The things to run when there are several: which one is shown, the next, and all of them. */
export function InputSets() {
  const inputSets = useStore((state) => state.input.inputSets)
  const selected = useStore((state) => state.input.selected)
  const at = inputSets.findIndex(({ id }) => id === selected)
  if (inputSets.length < 2) return null
  const go = (index: number) => {
    const next = inputSets[index]
    if (next !== undefined) selectInputSet(next.id)
  }
  return (
    <div className={styles.inputSets}>
      <div className={styles.inputSetHead}>
        <span>
          <span className="num">{at + 1}</span> of <span className="num">{inputSets.length}</span>
        </span>
        <Button look="link" blocked={at <= 0} onClick={() => go(at - 1)}>
          Previous
        </Button>
        <Button look="link" blocked={at < 0 || at >= inputSets.length - 1} onClick={() => go(at + 1)}>
          Next
        </Button>
        <Button look="link" onClick={clearInputs}>
          Remove all
        </Button>
      </div>
      <VirtualRows
        label="Inputs to run"
        count={inputSets.length}
        rowHeight={28}
        maxHeight={142}
        row={(index) => {
          const inputSet = inputSets[index]
          if (inputSet === undefined) return null
          return (
            <div className={styles.inputSet}>
              <button
                type="button"
                className={styles.pick}
                aria-current={inputSet.id === selected ? 'true' : undefined}
                onClick={() => selectInputSet(inputSet.id)}
              >
                {inputSet.label}
              </button>
              <Button look="quiet" aria-label={`Remove ${inputSet.label}`} onClick={() => removeInputSet(inputSet.id)}>
                <Icon name="close" />
              </Button>
            </div>
          )
        }}
      />
    </div>
  )
}
