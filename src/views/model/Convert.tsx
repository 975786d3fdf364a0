import { useState } from 'react'
import { downloadTfjs, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { ProgressLine } from '../../ui/ProgressLine.tsx'
import { Select } from '../../ui/Select.tsx'
import { shareOf } from './Loading.tsx'
import styles from './Model.module.css'

type Precision = Parameters<typeof downloadTfjs>[0]

const precisions: readonly { readonly id: Precision; readonly label: string }[] = [
  { id: 'float32', label: '32-bit weights, same numbers' },
  { id: 'float16', label: '16-bit weights, half the size' },
  { id: 'uint8', label: '8-bit weights, a quarter of the size' },
]

/** The loaded graph as a file that `tf.loadGraphModel` of any app loads. */
export function Convert() {
  const converting = useStore((state) => state.model.converting)
  const [precision, setPrecision] = useState<Precision>('float32')
  return (
    <Fold title="Download as TensorFlow.js">
      <div className={styles.convert}>
        <p className="muted">
          The graph as it runs here, with its signature and labels: model.json and weight files in a zip, for{' '}
          <code>tf.loadGraphModel</code>.
        </p>
        <Select
          label="Weights"
          showLabel
          value={precision}
          options={precisions}
          testId="convert-precision"
          onChange={(id) => setPrecision(precisions.find((one) => one.id === id)?.id ?? 'float32')}
        />
        <Button testId="convert" blocked={converting !== null} onClick={() => downloadTfjs(precision)}>
          Download
        </Button>
        {converting === null ? null : (
          <ProgressLine label="Writing the weights" value={shareOf(converting.progress)} text="" />
        )}
      </div>
    </Fold>
  )
}
