import { lazy, Suspense, useDeferredValue, useEffect } from 'react'
import { useStore } from '../../store/index.ts'
import { Boundary } from '../../ui/Boundary.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { ModelColumn } from '../model/ModelColumn.tsx'
import { Start } from '../model/Start.tsx'
import styles from './RunScreen.module.css'

// Not needed for the first paint; fetched right after it.
const loadInput = () => import('../input/InputColumn.tsx')
const loadResult = () => import('../result/ResultColumn.tsx')
const InputColumn = lazy(() => loadInput().then((module) => ({ default: module.InputColumn })))
const ResultColumn = lazy(() => loadResult().then((module) => ({ default: module.ResultColumn })))

/** The start page until a model is loaded, then three columns in the order of the data flow. */
export function RunScreen() {
  const loaded = useStore((state) => state.model.loaded !== null)
  // Columns render one after another; together they would block the page for more than 50 ms.
  const withInput = useDeferredValue(loaded)
  const withResult = useDeferredValue(withInput)
  useEffect(() => {
    const timer = setTimeout(() => {
      // Errors are ignored here: the column imports again when it renders, and shows the error then.
      Promise.allSettled([loadInput(), loadResult()])
    }, 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className={loaded ? styles.columns : styles.start} tabIndex={-1} data-focus-home>
      {loaded ? (
        <>
          <section className={styles.column} aria-labelledby="model-title" tabIndex={-1} data-focus-home>
            <ModelColumn />
          </section>
          <section
            className={styles.column}
            aria-labelledby="input-title"
            tabIndex={-1}
            data-focus-home
            data-drop="inputs"
          >
            <Boundary subject="The input column">
              <Suspense fallback={<ColumnHead id="input-title" title="Input" />}>
                {withInput ? <InputColumn /> : <ColumnHead id="input-title" title="Input" />}
              </Suspense>
            </Boundary>
          </section>
          <section className={styles.column} aria-labelledby="result-title" tabIndex={-1} data-focus-home>
            <Boundary subject="The result column">
              <Suspense fallback={<ColumnHead id="result-title" title="Result" />}>
                {withResult ? <ResultColumn /> : <ColumnHead id="result-title" title="Result" />}
              </Suspense>
            </Boundary>
          </section>
        </>
      ) : (
        <Start />
      )}
    </main>
  )
}
