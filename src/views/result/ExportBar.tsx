import { lazy, Suspense, useMemo, useState } from 'react'
import { formatPercent } from '../../base/format.ts'
import type { RunResult } from '../../base/run.ts'
import { type ExportChoice, exportResult, exportsFor } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { useLater } from '../../ui/use-later.ts'
import styles from './Result.module.css'

const CodeDialog = lazy(() => import('./CodeDialog.tsx').then((module) => ({ default: module.CodeDialog })))

/** Export files of the shown result, and its code. */
export function ExportBar({ result }: { readonly result: RunResult }) {
  const { outputs } = result
  const [chosen, setChosen] = useState(0)
  const [code, setCode] = useState(false)
  const index = chosen < outputs.length ? chosen : 0
  const choices = useMemo(() => exportsFor(result, index), [result, index])
  return (
    <fieldset className={styles.exports}>
      <legend className="hidden-text">Export</legend>
      <Choices choices={choices.filter(({ whole }) => whole)} output={index} />
      {outputs.length < 2 ? null : (
        <Select
          label="Output to export"
          value={String(index)}
          options={outputs.map(({ name }, at) => ({ id: String(at), label: name }))}
          onChange={(id) => setChosen(Number(id))}
        />
      )}
      <Choices choices={choices.filter(({ whole }) => !whole)} output={index} />
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

interface ChoicesProps {
  readonly choices: readonly ExportChoice[]
  readonly output: number
}

function Choices({ choices, output }: ChoicesProps) {
  const [busy, setBusy] = useState<{ readonly id: string; readonly share: number | null } | null>(null)
  const late = useLater(busy !== null, 300)
  const write = async ({ id }: ExportChoice) => {
    setBusy({ id, share: null })
    await exportResult(id, output, {}, ({ done, total }) =>
      setBusy({ id, share: total === null ? null : done / total }),
    )
    setBusy(null)
  }
  return choices.map((choice) => {
    const { id, label, about } = choice
    const waiting = late && busy?.id === id
    return (
      <Button
        key={id}
        testId={`export-${id}`}
        blocked={busy?.id === id}
        aria-busy={waiting || undefined}
        {...(about === '' ? {} : { title: about })}
        onClick={() => write(choice)}
      >
        {waiting
          ? `${label}: reading the model${busy.share === null ? ' …' : `, ${formatPercent(busy.share)}`}`
          : label}
      </Button>
    )
  })
}
