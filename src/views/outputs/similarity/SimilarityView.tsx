import { useMemo, useState } from 'react'
import { formatCount, formatNumber } from '../../../base/format.ts'
import { maxCompared, type Similarity } from '../../../base/readings/similarity.ts'
import { firstVectors, nearestTo, normsOf } from '../../../base/vectors.ts'
import { filesOf, useStore } from '../../../store/index.ts'
import { Note } from '../../../ui/Note.tsx'
import { Select } from '../../../ui/Select.tsx'
import parts from '../scene/parts.module.css'
import type { OutputViewProps } from '../view.ts'
import { rangeOf, words } from './format-measure.ts'
import { Matrix } from './Matrix.tsx'
import { Plane } from './Plane.tsx'
import { Ranking } from './Ranking.tsx'

/** Items offered in the select; with more, the list and the matrix choose. */
const maxOffered = 200
/** Fewer points lie in a plane without any loss. */
const leastProjected = 5

/** The vectors of all runs, compared with each other: the nearest to a chosen one, all pairs, and their map. */
export function SimilarityView({ data }: OutputViewProps<'similarity'>) {
  const { vectors, at } = data
  const [picked, setPicked] = useState<string | null>(null)
  const found = picked === null ? -1 : vectors.names.indexOf(picked)
  const chosen = found < 0 ? at : found
  const pick = (index: number) => setPicked(vectors.names[index] ?? null)
  const compared = useMemo(() => firstVectors(vectors, maxCompared), [vectors])
  const count = vectors.names.length
  return (
    <div data-view="similarity">
      {data.caveat === '' ? null : <Note tone="info">{data.caveat}</Note>}
      {count < 2 ? <Alone data={data} /> : <Compared data={data} chosen={chosen} onPick={pick} />}
      {count < 2 ? null : <Matrix vectors={compared} measure={data.measure} chosen={chosen} onPick={pick} />}
      {count < leastProjected ? null : <Plane vectors={compared} chosen={chosen} onPick={pick} />}
      <p className={parts.note}>
        {count > maxCompared
          ? `The matrix and the map show the first ${formatCount(maxCompared)} of ${formatCount(count, 'vector')}; the list has all of them. `
          : ''}
        {data.note}
      </p>
    </div>
  )
}

function Alone({ data: { vectors, at } }: { readonly data: Similarity }) {
  return (
    <p role="status">
      One vector of <span className="num">{formatCount(vectors.width, 'number')}</span>, length{' '}
      <span className="num">{formatNumber(normsOf(vectors)[at] ?? Number.NaN, 3)}</span>. It says nothing alone: add
      more files and run them to see which are alike.
    </p>
  )
}

interface ComparedProps {
  readonly data: Similarity
  readonly chosen: number
  readonly onPick: (index: number) => void
}

function Compared({ data: { vectors, measure }, chosen, onPick }: ComparedProps) {
  const nearest = useMemo(() => nearestTo(vectors, measure, chosen), [vectors, measure, chosen])
  const inputSets = useStore((state) => state.input.inputSets)
  const files = useMemo(() => new Map(inputSets.map((one) => [one.label, filesOf(one)[0]])), [inputSets])
  const { names } = vectors
  const [best] = nearest
  const summary =
    best === undefined || Number.isNaN(best.value)
      ? `${names[chosen]} cannot be compared: its vector, or every other one, has length 0 or is not a number.`
      : `${names[chosen]} is most like ${names[best.index]}: ${words(measure, best.value, rangeOf(nearest.map(({ value }) => value)))}.`
  return (
    <>
      <p className={parts.bar}>
        <span role="status">{summary}</span>
        {names.length > maxOffered ? null : (
          <Select
            label="Nearest to"
            showLabel
            value={String(chosen)}
            options={names.map((label, index) => ({ id: String(index), label }))}
            onChange={(id) => onPick(Number(id))}
          />
        )}
      </p>
      <Ranking nearest={nearest} names={names} measure={measure} fileOf={(name) => files.get(name)} onPick={onPick} />
    </>
  )
}
