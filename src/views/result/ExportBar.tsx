import { lazy, Suspense, useState } from 'react'
import type { RunResult } from '../../base/run.ts'
import { exportResult } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import styles from './Result.module.css'

const CodeDialog = lazy(() => import('./CodeDialog.tsx').then((module) => ({ default: module.CodeDialog })))

/** Files of the shown result, and the same run as code. */
export function ExportBar({ result: { outputs, groups } }: { readonly result: RunResult }) {
  const [chosen, setChosen] = useState(0)
  const [code, setCode] = useState(false)
  const index = chosen < outputs.length ? chosen : 0
  const picture = groups.some(({ candidates }) =>
    candidates.some(({ view, uses }) => view === 'image' && uses[0] === outputs[index]?.name),
  )
  return (
    <fieldset className={styles.exports}>
      <legend className="hidden-text">Export</legend>
      <Button
        testId="export-json"
        title="Everything about this result, in one file"
        onClick={() => exportResult('json')}
      >
        JSON
      </Button>
      {outputs.length < 2 ? null : (
        <Select
          label="Output to export"
          value={String(index)}
          options={outputs.map(({ name }, at) => ({ id: String(at), label: name }))}
          onChange={(id) => setChosen(Number(id))}
        />
      )}
      <Button testId="export-csv" onClick={() => exportResult('csv', index)}>
        CSV
      </Button>
      <Button testId="export-npy" onClick={() => exportResult('npy', index)}>
        .npy
      </Button>
      {picture ? (
        <Button testId="export-png" onClick={() => exportResult('png', index)}>
          PNG
        </Button>
      ) : null}
      <Button testId="code" aria-haspopup="dialog" onClick={() => setCode(true)}>
        Code
      </Button>
      {code ? (
        <Suspense fallback={null}>
          <CodeDialog onClose={() => setCode(false)} />
        </Suspense>
      ) : null}
    </fieldset>
  )
}
