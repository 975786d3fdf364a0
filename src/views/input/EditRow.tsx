import { useId } from 'react'
import type { InputSource, PreparedInput } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { editRow } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { columnNames } from './head-columns.ts'

interface EditRowProps {
  readonly spec: TensorSpec
  readonly source: InputSource
  readonly value: PreparedInput
}

const most = 64

/** Offers to edit a row of a table by hand; says why not if what is done to its numbers depends on the other rows. */
export function EditRow({ spec, source, value }: EditRowProps) {
  const reason = useId()
  const { shape, plan } = value
  const width = shape.at(-1) ?? 0
  const found = columnNames(plan)
  if (source.kind !== 'file' || found === null || spec.dtype !== 'float32') return null
  if (shape.length !== 2 || width < 2 || width > most) return null
  // Standardised by the statistics of the file, a row alone would become zeros.
  const needsFile = plan.some(({ values }) => values.from === 'file' && values.method !== 'none')
  const names = found.length === width ? found : Array.from({ length: width }, (_, column) => `column ${column}`)
  return (
    <p>
      <Button
        blocked={needsFile}
        aria-describedby={needsFile ? reason : undefined}
        onClick={() => editRow(spec.name, names)}
      >
        Edit the first row with sliders
      </Button>{' '}
      {needsFile ? (
        <span id={reason} className="muted">
          Not while Standardise uses the statistics of this file: a single row has none. Set it to None, or take the
          statistics from the files of the model.
        </span>
      ) : null}
    </p>
  )
}
