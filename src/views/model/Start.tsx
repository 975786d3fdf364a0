import { formatBytes } from '../../base/format.ts'
import { clearInputs, dropList, loadSample, samples, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { FilePicker } from '../../ui/FilePicker.tsx'
import { Backend } from './Backend.tsx'
import { Choose } from './Choose.tsx'
import { Loading } from './Loading.tsx'
import { Problems } from './Problems.tsx'
import { Samples } from './Samples.tsx'
import styles from './Start.module.css'

/**
 * The page before a model is loaded: the drop hint or the progress of a drop, the samples, and the backends of this
 * device.
 */
export function Start() {
  const phase = useStore((state) => state.model.phase)
  const waiting = useStore((state) => state.input.files)
  const cancelled = useStore((state) => state.model.cancelled)
  return (
    <div className={styles.start}>
      <section className={styles.open} aria-labelledby="start-title" tabIndex={-1} data-focus-home>
        {phase === 'reading' || phase === 'loading' ? (
          <div className={styles.box}>
            <h2 id="start-title" className={styles.title}>
              {phase === 'reading' ? 'Reading the files' : 'Loading the model'}
            </h2>
            <Loading />
          </div>
        ) : phase === 'choosing' ? (
          <div className={styles.box}>
            <h2 id="start-title" className={styles.title}>
              These files contain several models
            </h2>
            <Choose />
          </div>
        ) : (
          <Invitation />
        )}
        {cancelled && phase === 'empty' ? <p className={styles.waiting}>Cancelled. Nothing was loaded.</p> : null}
        {waiting.length === 0 ? null : (
          <p className={styles.waiting}>
            {waiting.length === 1 ? 'One input is' : `${waiting.length} inputs are`} waiting for a model:{' '}
            {waiting
              .slice(0, 5)
              .map((file) => (file.bytes === null ? file.name : `${file.name} (${formatBytes(file.bytes)})`))
              .join(', ')}
            {waiting.length > 5 ? ' …' : ''}{' '}
            <Button look="link" onClick={clearInputs}>
              {waiting.length === 1 ? 'Remove it' : 'Remove them'}
            </Button>
          </p>
        )}
        <Problems of="model" />
        <div className={styles.samples}>
          <ColumnHead id="samples-title" title="Samples">
            <span className={styles.aside}>bundled with the page, work offline</span>
          </ColumnHead>
          <Samples />
        </div>
      </section>
      <section className={styles.device} aria-labelledby="backend-title">
        <Backend />
      </section>
    </div>
  )
}

function Invitation() {
  return (
    <div className={`${styles.box} ${styles.dashed}`}>
      <h2 id="start-title" className={styles.title}>
        Drop a model here, and a file to run it on
      </h2>
      <p className={styles.how}>
        A Keras model (.keras, .h5), a SavedModel folder or a TensorFlow.js model, as files, a folder, a zip or a
        tar.gz; photos, sounds, tables, tensors or text as inputs, or the camera. All at once or one after the other,
        anywhere on the page, or pasted.
      </p>
      <p>
        <strong>Nothing leaves this computer.</strong> The model runs in this tab; there is no server to upload to.
      </p>
      <p className={styles.pickers}>
        <FilePicker look="primary" testId="model-files" onPick={(files) => dropList(files, 'any')}>
          Choose files
        </FilePicker>
        <FilePicker folder onPick={(files) => dropList(files, 'any')}>
          Choose a folder
        </FilePicker>
        <Button onClick={() => loadSample(samples[0]?.id ?? '')}>Run the first sample</Button>
      </p>
    </div>
  )
}
