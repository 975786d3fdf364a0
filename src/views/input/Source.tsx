import { useMemo } from 'react'
import { formatCount } from '../../base/format.ts'
import type { Fill, InputFile, InputSource } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import type { TokenRole } from '../../base/token-roles.ts'
import { bindFile, editText, feedState, fillInput, rolesOf, sourceKey, typeInput, useStore } from '../../store/index.ts'
import { NumberInput } from '../../ui/NumberInput.tsx'
import { type Option, type OptionGroup, Select } from '../../ui/Select.tsx'
import { TextBox } from '../../ui/TextBox.tsx'
import styles from './Input.module.css'

export interface SourceProps {
  readonly spec: TensorSpec
  readonly source: InputSource | null
  readonly only: boolean
}

const fills: readonly { readonly id: Fill; readonly label: string }[] = [
  { id: 'zeros', label: 'Zeros' },
  { id: 'ones', label: 'Ones' },
  { id: 'random', label: 'Random numbers' },
  { id: 'ramp', label: 'A ramp' },
]

/** Maximum number of files in the select; thousands of options would block the page. */
const maxOffered = 200

/** The source of an input: a file, a fill or typed text. */
export function Source({ spec, source, only }: SourceProps) {
  const files = useStore((state) => state.input.files)
  const loaded = useStore((state) => state.model)
  const roles = useMemo(() => rolesOf({ model: loaded }), [loaded])
  const role = roles.get(spec.name)
  const what = spec.dtype === 'string' ? 'Text' : role === undefined ? 'Numbers' : 'Text or numbers'
  const isState = useStore((state) => state.model.loaded?.states?.some(({ input }) => input === spec.name) ?? false)
  const listed = useStore((state) => only && state.input.inputSets.length > 1)
  const offered = listed ? files.filter((file) => isSource(file, source)) : offeredFiles(files, source)
  const groups: readonly (Option | OptionGroup)[] = [
    ...(isState ? [{ id: 'none', label: 'State, fed back' }] : []),
    ...(source === null && !isState ? [{ id: 'none', label: 'Nothing yet', disabled: true }] : []),
    ...(offered.length === 0
      ? []
      : [
          {
            label: listed
              ? 'File, chosen from the list'
              : offered.length === files.length
                ? 'Files'
                : `${offered.length} of ${formatCount(files.length, 'file')}`,
            options: offered.map((file) => ({ id: idOf(fileSource(file)), label: file.name })),
          },
        ]),
    ...(spec.dtype === 'string'
      ? []
      : [{ label: 'Fill with', options: fills.map(({ id, label }) => ({ id: `fill:${id}`, label })) }]),
    { label: 'Type', options: [{ id: 'text', label: what }] },
  ]
  const choose = (id: string) => {
    const file = offered.find((one) => idOf(fileSource(one)) === id)
    const fill = fills.find((one) => `fill:${one.id}` === id)
    if (file !== undefined) bindFile(spec.name, file)
    else if (fill !== undefined) fillInput(spec.name, fill.id, 1)
    else if (id === 'text') typeInput(spec.name, '')
    else if (id === 'none') void feedState(spec.name)
  }
  return (
    <>
      <div className={styles.source}>
        {source?.kind === 'fill' && source.fill === 'random' ? (
          <NumberInput
            label="Seed"
            value={source.seed}
            min={0}
            integer
            onChange={(seed) => fillInput(spec.name, 'random', seed ?? 1)}
          />
        ) : null}
        <Select
          label={only ? 'Source of the input' : `Source of ${spec.name}`}
          value={idOf(source)}
          options={groups}
          onChange={choose}
        />
      </div>
      {source?.kind === 'text' ? <Typed spec={spec} source={source} what={what} roles={roles} /> : null}
    </>
  )
}

interface TypedProps {
  readonly spec: TensorSpec
  readonly source: Extract<InputSource, { kind: 'text' }>
  readonly what: string
  readonly roles: ReadonlyMap<string, TokenRole>
}

/** The fields for a typed text; an input that is made from the text of another one only says so. */
function Typed({ spec, source, what, roles }: TypedProps) {
  const { text, second = '' } = source
  const role = roles.get(spec.name)
  const ids = [...roles].find(([, one]) => one === 'ids' || one === 'sparse-ids')?.[0]
  const isText = spec.dtype === 'string' || role !== undefined
  if (role !== undefined && ids !== undefined && ids !== spec.name)
    return <p className="muted">Made from the text of {ids}.</p>
  const takesTwo = [...roles.values()].includes('types')
  return (
    <div className={styles.typed}>
      <TextBox
        label={`${what} for ${spec.name}`}
        value={text}
        rows={3}
        placeholder={isText ? what : 'Numbers, separated by commas, spaces or line breaks'}
        onCommit={(next) => typeInput(spec.name, next, source)}
        onEdit={(isEdited) => editText(spec.name, isEdited)}
      />
      {takesTwo ? (
        <TextBox
          label={`Second text for ${spec.name}`}
          value={second}
          rows={3}
          placeholder="Second text, if the model takes two: the passage after a question"
          onCommit={(next) => typeInput(spec.name, text, { ...source, second: next })}
          onEdit={(isEdited) => editText(spec.name, isEdited)}
        />
      ) : null}
      <span className="muted">Press Ctrl + Enter or leave the field to apply.</span>
    </div>
  )
}

const fileSource = ({ file }: InputFile): InputSource => ({ kind: 'file', file })

/** The first files, plus the current one. */
function offeredFiles(files: readonly InputFile[], source: InputSource | null): readonly InputFile[] {
  const first = files.slice(0, maxOffered)
  if (source?.kind !== 'file' || first.some((file) => isSource(file, source))) return first
  return [...first, ...files.slice(maxOffered).filter((file) => isSource(file, source))]
}

function isSource({ file }: InputFile, source: InputSource | null): boolean {
  return source?.kind === 'file' && sourceKey(file) === sourceKey(source.file)
}

function idOf(source: InputSource | null): string {
  switch (source?.kind) {
    case 'file':
      return `file:${sourceKey(source.file)}`
    case 'fill':
      return `fill:${source.fill}`
    case 'text':
      return 'text'
    default:
      return 'none'
  }
}
