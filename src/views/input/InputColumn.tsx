import { dropList, useStore } from '../../store/index.ts'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { FilePicker } from '../../ui/FilePicker.tsx'
import { Bundles } from './Bundles.tsx'
import { InputSection } from './InputSection.tsx'
import { RunBar } from './RunBar.tsx'

/** What feeds the model: the files, each input with what the model sees of it, and the way to run. */
export function InputColumn() {
  const inputs = useStore((state) => state.model.loaded?.inputs ?? null)
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
      <Bundles />
      {inputs?.map((spec) => (
        <InputSection key={spec.name} spec={spec} only={inputs.length === 1} />
      ))}
      <RunBar />
    </>
  )
}
