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

/** Offers to edit a row of a table by hand, unless what is done to its numbers depends on the other rows. */
export function EditRow({ spec, source, value }: EditRowProps) {
  const { shape, plan } = value
  const width = shape.at(-1) ?? 0
  const isTable = source.kind === 'file' && plan.some(({ id }) => id === 'columns')
  if (!isTable || spec.dtype !== 'float32' || shape.length !== 2 || width < 2 || width > most) return null
  const standardised = plan.find(({ id }) => id === 'standardise')?.values
  if (standardised !== undefined && standardised.method !== 'none' && standardised.from === 'file') return null
  const found = columnNames(plan)
  const names = found?.length === width ? found : Array.from({ length: width }, (_, column) => `column ${column}`)
  return (
    <p>
      <Button onClick={() => editRow(spec.name, names)}>Edit the first row with sliders</Button>
    </p>
  )
}
