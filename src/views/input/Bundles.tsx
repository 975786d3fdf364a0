import { clearInputs, removeBundle, selectBundle, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import styles from './Input.module.css'

/** The things to run when there are several: which one is shown, the next, and all of them. */
export function Bundles() {
  const bundles = useStore((state) => state.input.bundles)
  const selected = useStore((state) => state.input.selected)
  const at = bundles.findIndex(({ id }) => id === selected)
  if (bundles.length < 2) return null
  const go = (index: number) => {
    const next = bundles[index]
    if (next !== undefined) selectBundle(next.id)
  }
  return (
    <div className={styles.bundles}>
      <div className={styles.bundleHead}>
        <span>
          <span className="num">{at + 1}</span> of <span className="num">{bundles.length}</span>
        </span>
        <Button look="link" blocked={at <= 0} onClick={() => go(at - 1)}>
          Previous
        </Button>
        <Button look="link" blocked={at < 0 || at >= bundles.length - 1} onClick={() => go(at + 1)}>
          Next
        </Button>
        <Button look="link" onClick={clearInputs}>
          Remove all
        </Button>
      </div>
      <VirtualRows
        label="Inputs to run"
        count={bundles.length}
        rowHeight={28}
        maxHeight={142}
        row={(index) => {
          const bundle = bundles[index]
          if (bundle === undefined) return null
          return (
            <div className={styles.bundle}>
              <button
                type="button"
                className={styles.pick}
                aria-current={bundle.id === selected ? 'true' : undefined}
                onClick={() => selectBundle(bundle.id)}
              >
                {bundle.label}
              </button>
              <Button look="quiet" aria-label={`Remove ${bundle.label}`} onClick={() => removeBundle(bundle.id)}>
                <Icon name="close" />
              </Button>
            </div>
          )
        }}
      />
    </div>
  )
}
