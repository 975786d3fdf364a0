import { Suspense, useMemo } from 'react'
import { own } from '../../base/own.ts'
import type { Field, FieldValue } from '../../base/plan.ts'
import { candidateOf, type OutputGroup, withValue } from '../../base/reading.ts'
import type { RowTable } from '../../base/row-table.ts'
import type { OutputResult } from '../../base/run.ts'
import { acrossRuns, readAs, run, setReadingOption, shownEntry, useStore } from '../../store/index.ts'
import { Boundary } from '../../ui/Boundary.tsx'
import { Button } from '../../ui/Button.tsx'
import { FieldControl } from '../../ui/FieldControl.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Note } from '../../ui/Note.tsx'
import { Select } from '../../ui/Select.tsx'
import { Drawn } from '../outputs/Drawn.tsx'
import { outputViews } from '../outputs/index.ts'
import styles from './Group.module.css'

export interface GroupProps {
  readonly group: OutputGroup
  readonly outputs: readonly OutputResult[]
  readonly table: RowTable | null
}

/** A group of outputs: its readings, their options and the drawn view. */
export function Group({ group, outputs, table }: GroupProps) {
  const { shown } = group
  const [name = ''] = group.outputs
  const problem = useStore((state) => own(state.run.unread, name) ?? null)
  const inputSet = useStore((state) => shownEntry(state)?.inputSet)
  const entries = useStore((state) => state.run.entries)
  const shownRun = useStore((state) => state.run.shown)
  const [read = ''] = shown.uses
  const interpretation = useMemo(
    () => acrossRuns(shown.interpretation, read, entries, shownRun),
    [shown.interpretation, read, entries, shownRun],
  )
  const index = outputs.findIndex((output) => output.name === shown.uses[0])
  const output = outputs[index]
  if (output === undefined) return null
  const onOption = (id: string, value: FieldValue | null) => setReadingOption(name, shown.candidate, id, value)
  const fields = <Options group={group} onOption={onOption} />
  return (
    <>
      <ReadAs group={group} />
      {outputViews[interpretation.view].placesFields === true ? null : fields}
      {problem === null ? null : (
        <Note tone="info" actions={<Button onClick={run}>Run again</Button>}>
          {problem.message} {problem.hint}
        </Note>
      )}
      <Boundary subject={`The view of ${output.name}`}>
        <Suspense fallback={<p className="muted">Opening the view …</p>}>
          <Drawn
            key={`${shown.candidate} ${output.name} ${inputSet}`}
            interpretation={interpretation}
            output={output}
            table={table}
            index={index}
            options={shown.options}
            onOption={onOption}
            fields={fields}
          />
        </Suspense>
      </Boundary>
      <MinorOptions group={group} onOption={onOption} />
      <Texts group={group} onOption={onOption} />
    </>
  )
}

/** The ways to read the group, and the reason for the current one. */
function ReadAs({ group }: { readonly group: OutputGroup }) {
  const { candidates, shown, outputs } = group
  const [name = ''] = outputs
  if (candidates.length < 2) return null
  return (
    <p className={styles.readAs}>
      <Select
        label="Read as"
        showLabel
        testId="reading-select"
        value={shown.candidate}
        // Several readings of one group are told apart by the outputs that they read.
        options={candidates.map(({ id, view, uses }, place) => ({
          id,
          label: outputViews[view].label + (outputs.length > 1 && place > 0 ? ` (${uses.join(', ')})` : ''),
        }))}
        onChange={(id) => readAs(name, id)}
      />
      <span className={styles.reason}>{shown.reason}</span>
    </p>
  )
}

interface OptionsProps {
  readonly group: OutputGroup
  readonly onOption: (id: string, value: FieldValue | null) => void
}

function fieldsOf(group: OutputGroup): readonly Field[] {
  return candidateOf(group, group.shown.candidate)?.options ?? []
}

/** Options that are longer texts, folded below the view. */
function Texts({ group, onOption }: OptionsProps) {
  const { shown } = group
  return fieldsOf(group).map((field) =>
    field.type !== 'text' ? null : (
      <div key={field.id} className={styles.text}>
        <Fold title={`${field.label}: type or paste`}>
          <FieldControl
            of={outputViews[shown.interpretation.view].label}
            field={withValue(field, shown.options[field.id])}
            showLabel={false}
            testId={`reading-option-${field.id}`}
            onChange={(value) => onOption(field.id, value)}
          />
          <p className="muted">Press Ctrl + Enter or leave the field to apply; an empty field is automatic.</p>
        </Fold>
      </div>
    ),
  )
}

/** One control per option of the shown reading; changed options can be reset to automatic. */
function Options({ group, onOption }: OptionsProps) {
  const { shown } = group
  const fields = shortFieldsOf(group)
  if (fields.length === 0) return null
  const changed = fields.filter(({ id, value }) => JSON.stringify(shown.options[id]) !== JSON.stringify(value))
  return (
    <div className={styles.options}>
      <Controls group={group} fields={fields.filter(({ minor }) => minor !== true)} onOption={onOption} />
      {changed.map(({ id, label }) => (
        <Button key={id} look="link" onClick={() => onOption(id, null)}>
          {label}: reset to automatic
        </Button>
      ))}
    </div>
  )
}

/** Options that are rarely needed, folded below the view. */
function MinorOptions({ group, onOption }: OptionsProps) {
  const fields = shortFieldsOf(group).filter(({ minor }) => minor === true)
  if (fields.length === 0) return null
  return (
    <Fold title="How it is decoded">
      <div className={styles.options}>
        <Controls group={group} fields={fields} onOption={onOption} />
      </div>
    </Fold>
  )
}

/** All options but texts and those that the view has controls for. */
function shortFieldsOf(group: OutputGroup): readonly Field[] {
  const { controls } = outputViews[group.shown.interpretation.view]
  return fieldsOf(group).filter(({ id, type }) => type !== 'text' && controls?.includes(id) !== true)
}

function Controls({ group, fields, onOption }: OptionsProps & { readonly fields: readonly Field[] }) {
  const { shown } = group
  return fields.map((field) => (
    <FieldControl
      key={field.id}
      of={outputViews[shown.interpretation.view].label}
      field={withValue(field, shown.options[field.id])}
      showLabel
      testId={`reading-option-${field.id}`}
      onChange={(value) => onOption(field.id, value)}
    />
  ))
}
