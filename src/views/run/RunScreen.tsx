import { lazy, type ReactNode, Suspense, useDeferredValue } from 'react'
import { Boundary } from '../../ui/Boundary.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { narrow, useMedia } from '../../ui/use-media.ts'
import styles from './RunScreen.module.css'

// Not needed for the first paint; fetched right after it.
const loadModel = () => import('../model/ModelColumn.tsx')
const loadInput = () => import('../input/InputColumn.tsx')
const loadResult = () => import('../result/ResultColumn.tsx')
const ModelColumn = lazy(() => loadModel().then((module) => ({ default: module.ModelColumn })))
const InputColumn = lazy(() => loadInput().then((module) => ({ default: module.InputColumn })))
const ResultColumn = lazy(() => loadResult().then((module) => ({ default: module.ResultColumn })))

/** Fetches the columns before they are shown. */
export function prefetchRun(): void {
  // Errors are ignored here: a column imports again when it renders, and shows the error then.
  void Promise.allSettled([loadModel(), loadInput(), loadResult()])
}

/** Three columns: in the order of the data flow, or the result first where they are one below the other. */
export function RunScreen() {
  const stacked = useMedia(narrow)
  // Columns render one after another; together they would block the page for more than 50 ms.
  const withInput = useDeferredValue(true, false)
  const withResult = useDeferredValue(withInput, false)
  const columns = [
    <Column key="model" id="model" title="Model" ready>
      <ModelColumn />
    </Column>,
    <Column key="input" id="input" title="Input" ready={withInput}>
      <InputColumn />
    </Column>,
    <Column key="result" id="result" title="Result" ready={withResult}>
      <ResultColumn />
    </Column>,
  ]
  const [model, input, result] = columns
  return <div className={styles.columns}>{stacked ? [result, input, model] : columns}</div>
}

interface ColumnProps {
  readonly id: 'model' | 'input' | 'result'
  readonly title: string
  /** False until it is this column's turn to render. */
  readonly ready: boolean
  readonly children: ReactNode
}

function Column({ id, title, ready, children }: ColumnProps) {
  const head = <ColumnHead id={`${id}-title`} title={title} />
  return (
    <section
      className={styles.column}
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
      data-focus-home
      data-drop={id === 'input' ? 'inputs' : undefined}
    >
      <Boundary subject={`The ${id} column`}>
        <Suspense fallback={head}>{ready ? children : head}</Suspense>
      </Boundary>
    </section>
  )
}
