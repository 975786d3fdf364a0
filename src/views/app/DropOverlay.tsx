import { useEffect, useState } from 'react'
import { dropTransfer, useStore } from '../../store/index.ts'
import styles from './DropOverlay.module.css'

/** The whole page accepts drops, and files can be pasted anywhere. */
export function DropOverlay() {
  const target = useDrop()
  const name = useStore((state) => state.model.loaded?.summary.name ?? null)
  if (target === null) return null
  return (
    <div className={styles.overlay} aria-hidden="true">
      <div className={styles.invitation}>
        <strong>
          {target === 'inputs' && name !== null ? `Drop inputs for ${name}` : 'Drop a model, inputs, or both'}
        </strong>
        <span>
          {target === 'inputs' && name !== null
            ? 'every file is used as an input'
            : 'files, folders, a zip or a tar.gz; models and inputs are detected'}
        </span>
      </div>
    </div>
  )
}

type Target = 'any' | 'inputs'

/** The target below the dragged files; `null` if nothing is dragged. */
function useDrop(): Target | null {
  const [target, setTarget] = useState<Target | null>(null)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      setTarget(targetOf(event))
    }
    const leave = (event: DragEvent) => {
      // The related element is null only when the pointer leaves the window.
      if (event.relatedTarget === null) setTarget(null)
    }
    const drop = (event: DragEvent) => {
      setTarget(null)
      if (event.dataTransfer === null || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      dropTransfer(event.dataTransfer, targetOf(event))
    }
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || event.clipboardData.files.length === 0) return
      event.preventDefault()
      dropTransfer(event.clipboardData, 'any')
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
      window.removeEventListener('paste', paste)
    }
  }, [])
  return target
}

function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false
}

/** Drops on the input column are inputs; drops elsewhere may be models or inputs. */
function targetOf(event: DragEvent): Target {
  return event.target instanceof Element && event.target.closest('[data-drop="inputs"]') !== null ? 'inputs' : 'any'
}
