import { dropList, useStore } from '../../store/index.ts'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { FilePicker } from '../../ui/FilePicker.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { useLater } from '../../ui/use-later.ts'
import { Backend } from './Backend.tsx'
import { Choose } from './Choose.tsx'
import { Loading } from './Loading.tsx'
import styles from './Model.module.css'
import { ModelChoices } from './ModelChoices.tsx'
import { Problems } from './Problems.tsx'
import { Samples } from './Samples.tsx'
import { Summary } from './Summary.tsx'

/** The loaded model; while another one is read, its progress above. The loaded one stays until that succeeds. */
export function ModelColumn() {
  const phase = useStore((state) => state.model.phase)
  const loaded = useStore((state) => state.model.loaded)
  const several = useStore((state) => state.model.choices.length > 1)
  const cancelled = useStore((state) => state.model.cancelled)
  const busy = useLater(phase === 'reading' || phase === 'loading', 150)
  return (
    <>
      <ColumnHead id="model-title" title="Model">
        <FilePicker look="link" testId="model-files" onPick={(files) => dropList(files, 'any')}>
          Change
        </FilePicker>
        <FilePicker look="link" folder onPick={(files) => dropList(files, 'any')}>
          Folder
        </FilePicker>
      </ColumnHead>
      {busy ? (
        <div className={styles.next}>
          <Loading />
        </div>
      ) : null}
      {phase === 'choosing' ? (
        <div className={styles.next}>
          <h3 className={styles.name}>These files contain several models</h3>
          <Choose />
        </div>
      ) : null}
      {cancelled && !busy ? <p className="muted">Cancelled.</p> : null}
      {loaded === null ? null : <Summary loaded={loaded} />}
      {phase === 'ready' && several ? (
        <Fold title="Other models of the drop" open>
          <ModelChoices />
        </Fold>
      ) : null}
      <Problems of="model" />
      <div className={styles.part}>
        <Backend />
      </div>
      <p className={styles.drop}>Drop another model: files, a folder or a zip</p>
      <Fold title="Samples">
        <Samples />
      </Fold>
    </>
  )
}
