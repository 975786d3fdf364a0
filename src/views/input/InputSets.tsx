import { type KeyboardEvent, useEffect, useRef } from 'react'
import { formatCount } from '../../base/format.ts'
import { clearInputs, filesOf, removeInputSet, selectInputSet, sourceKey, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import styles from './Input.module.css'
import { Thumbnail } from './Thumbnail.tsx'

/** The list of input sets, with the selected one; offers the next one and running all. */
export function InputSets() {
  const inputSets = useStore((state) => state.input.inputSets)
  const selected = useStore((state) => state.input.selected)
  const at = inputSets.findIndex(({ id }) => id === selected)
  const list = useRef<HTMLDivElement>(null)
  // The focus follows when the arrow keys select another row or the focused row is removed.
  const follow = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row to focus renders after either changes
  useEffect(() => {
    if (!follow.current) return
    follow.current = false
    list.current?.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true })
  }, [inputSets, selected])
  if (inputSets.length < 2) return null
  const last = inputSets.length - 1
  const go = (index: number) => {
    const next = inputSets[index]
    if (next !== undefined && index !== at) selectInputSet(next.id)
  }
  const goByKey = (event: KeyboardEvent) => {
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key]
    if (target === undefined) return
    event.preventDefault()
    follow.current = target !== at && target >= 0 && target <= last
    go(target)
  }
  const remove = (id: number) => {
    follow.current = true
    removeInputSet(id)
  }
  return (
    <div className={styles.inputSets} ref={list}>
      <div className={styles.inputSetHead}>
        <span>
          <span className="num">{formatCount(at + 1)}</span> of{' '}
          <span className="num">{formatCount(inputSets.length)}</span>
        </span>
        <Button look="link" blocked={at <= 0} onClick={() => go(at - 1)}>
          Previous
        </Button>
        <Button look="link" blocked={at < 0 || at >= last} onClick={() => go(at + 1)}>
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
        current={at}
        row={(index) => {
          const inputSet = inputSets[index]
          if (inputSet === undefined) return null
          // Only one row is in the tab order; the arrow keys move between rows.
          const tabIndex = index === Math.max(at, 0) ? 0 : -1
          const [file] = filesOf(inputSet)
          return (
            <div className={styles.inputSet}>
              <button
                type="button"
                className={styles.pick}
                tabIndex={tabIndex}
                aria-current={index === at ? 'true' : undefined}
                onClick={() => go(index)}
                onKeyDown={goByKey}
              >
                {file === undefined ? null : <Thumbnail key={sourceKey(file)} file={file} />}
                {inputSet.label}
              </button>
              <Button
                look="quiet"
                tabIndex={tabIndex}
                aria-label={`Remove ${inputSet.label}`}
                onClick={() => remove(inputSet.id)}
              >
                <Icon name="close" />
              </Button>
            </div>
          )
        }}
      />
    </div>
  )
}
