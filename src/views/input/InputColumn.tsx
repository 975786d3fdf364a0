import { useMemo } from 'react'
import { dropList, hearsSounds, saveSettings, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { FilePicker } from '../../ui/FilePicker.tsx'
import { Problems } from '../model/Problems.tsx'
import styles from './Input.module.css'
import { InputSection } from './InputSection.tsx'
import { InputSets } from './InputSets.tsx'
import { Recorder } from './Recorder.tsx'
import { RunBar } from './RunBar.tsx'
import { States } from './States.tsx'
import { TableInputs, tableOf } from './TableInputs.tsx'

const none: readonly never[] = []

/** The files, each input with its preview, and the run bar. */
export function InputColumn() {
  const all = useStore((state) => state.model.loaded?.inputs ?? null)
  const states = useStore((state) => state.model.loaded?.states ?? none)
  const inputs = useMemo(
    () => all?.filter(({ name }) => !states.some(({ input }) => input === name)) ?? null,
    [all, states],
  )
  const table = useStore(({ input }) => {
    const selected = input.inputSets.find(({ id }) => id === input.selected)
    return selected === undefined ? null : tableOf(inputs ?? [], selected.sources, input.prepared)
  })
  // The microphone stays in sight while it is on, even if another model takes no sounds. A live source has a Record of its own.
  const hears = useStore(
    (state) => (hearsSounds(state) && state.live.source === null) || state.input.recording !== 'off',
  )
  const empty = useStore((state) => state.input.inputSets.length === 0)
  return (
    <>
      <ColumnHead id="input-title" title="Input">
        <FilePicker look="link" testId="input-files" onPick={(files) => dropList(files, 'inputs')}>
          Add files
        </FilePicker>
        <FilePicker look="link" folder onPick={(files) => dropList(files, 'inputs')}>
          Add a folder
        </FilePicker>
      </ColumnHead>
      <Problems of="input" />
      {hears ? <Recorder /> : null}
      <InputSets />
      {inputs === null || table === null ? (
        inputs?.map((spec) => <InputSection key={spec.name} spec={spec} only={inputs.length === 1} />)
      ) : (
        <TableInputs inputs={inputs} file={table} />
      )}
      <States />
      {empty ? null : (
        <p className={styles.save}>
          <Button look="link" title="Writes glassbox.json; drop it with the model again" onClick={saveSettings}>
            Save settings
          </Button>
        </p>
      )}
      <RunBar />
    </>
  )
}
