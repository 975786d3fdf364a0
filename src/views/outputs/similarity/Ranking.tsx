import { useState } from 'react'
import type { FileRef } from '../../../base/plan.ts'
import type { Measure } from '../../../base/vectors.ts'
import { sourceKey } from '../../../store/index.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Thumbnail } from '../../input/Thumbnail.tsx'
import { PickList } from '../scene/PickList.tsx'
import parts from '../scene/parts.module.css'
import { formatMeasure, rangeOf, shareOf, words } from './format-measure.ts'
import styles from './SimilarityView.module.css'

interface RankingProps {
  /** Best first. */
  readonly nearest: readonly { readonly index: number; readonly value: number }[]
  readonly names: readonly string[]
  readonly measure: Measure
  readonly fileOf: (name: string) => FileRef | undefined
  readonly onPick: (index: number) => void
}

/** The other items, the most alike first; opening one makes it the chosen one. */
export function Ranking({ nearest, names, measure, fileOf, onPick }: RankingProps) {
  const [current, setCurrent] = useState<number | null>(null)
  const values = rangeOf(nearest.map(({ value }) => value))
  const [low, high] = values
  // Cosines have a scale of their own, on which −1 and 0 mean something.
  const range = measure === 'cosine' ? ([Math.min(0, low), 1] as const) : ([Math.min(0, low), high] as const)
  return (
    <div className={styles.ranking}>
      <PickList
        label="The others, most alike first"
        titles={
          <>
            <span>Most alike first</span>
            <span />
            <span className={parts.right}>
              {measure === 'dot' ? 'Dot product' : measure === 'cosine' ? 'Cosine' : 'Distance'}
            </span>
          </>
        }
        count={nearest.length}
        current={current}
        onCurrent={setCurrent}
        onOpen={(place) => onPick(nearest[place]?.index ?? 0)}
        onClose={() => setCurrent(null)}
        name={(place) => `${nameAt(place)}, ${words(measure, nearest[place]?.value ?? Number.NaN, values)}`}
        row={(place) => {
          const value = nearest[place]?.value ?? Number.NaN
          const file = fileOf(nameAt(place))
          return (
            <>
              <span className={styles.item}>
                {file === undefined ? null : <Thumbnail key={sourceKey(file)} file={file} />}
                <span className={styles.name}>{nameAt(place)}</span>
              </span>
              <Bar share={shareOf(measure, value, range)} strong={place === 0} />
              <span className={`num ${parts.right}`}>{formatMeasure(measure, value, values)}</span>
            </>
          )
        }}
      />
    </div>
  )

  function nameAt(place: number): string {
    return names[nearest[place]?.index ?? -1] ?? ''
  }
}
