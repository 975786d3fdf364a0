import { useState } from 'react'
import { cancel, downloadTfjs, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { ProgressLine } from '../../ui/ProgressLine.tsx'
import { Select } from '../../ui/Select.tsx'
import { amountOf, shareOf } from './Loading.tsx'
import styles from './Model.module.css'

type Precision = Parameters<typeof downloadTfjs>[0]

const precisions: readonly { readonly id: Precision; readonly label: string }[] = [
  { id: 'float32', label: '32 bits, same numbers' },
  { id: 'float16', label: '16 bits, half the size' },
  { id: 'uint8', label: '8 bits, a quarter' },
]

/** Downloads the loaded graph in the format of `tf.loadGraphModel`. */
export function Convert() {
  const converting = useStore((state) => state.model.converting)
  const [precision, setPrecision] = useState<Precision>('float32')
  return (
    <Fold title="Download as TensorFlow.js">
      <div className={styles.convert}>
        <p className="muted">
          The graph as it runs here, with its signature and labels: model.json and weight files in a zip, for{' '}
          <code className="num">tf.loadGraphModel</code>.
        </p>
        <Select
          label="Weights"
          showLabel
          value={precision}
          options={precisions}
          testId="convert-precision"
          onChange={(id) => setPrecision(precisions.find((one) => one.id === id)?.id ?? 'float32')}
        />
        {converting === null ? null : (
          <div className={styles.wide}>
            <ProgressLine
              label="Writing the weights"
              value={shareOf(converting.progress)}
              text={converting.progress === null ? '' : amountOf(converting.progress)}
            />
          </div>
        )}
        <div className={styles.actions}>
          <Button testId="convert" blocked={converting !== null} onClick={() => downloadTfjs(precision)}>
            Download
          </Button>
          {converting === null ? null : <Button onClick={cancel}>Cancel</Button>}
        </div>
      </div>
    </Fold>
  )
}
