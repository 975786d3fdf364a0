import { useState } from 'react'
import { cut, formatCount, formatPercent } from '../../../base/format.ts'
import type { Span } from '../../../base/readings/spans.ts'
import { classNames } from '../../../ui/class-names.ts'
import { hueOf } from '../scene/colours.ts'
import { PickList } from '../scene/PickList.tsx'
import parts from '../scene/parts.module.css'
import type { OutputViewProps } from '../view.ts'
import { pieces } from './pieces.ts'
import styles from './SpansView.module.css'

/** Characters drawn of a text; layout takes seconds for millions. */
const longestText = 20_000

/** A text with its marked parts, and the list of them. */
export function SpansView({ data }: OutputViewProps<'spans'>) {
  const { spans, shows } = data
  const [current, setCurrent] = useState<number | null>(null)
  const isAnswer = shows === 'answers'
  // Of answers one is marked: the best, or the one under the pointer or the focus.
  const marked = isAnswer ? spans.slice(current ?? 0, (current ?? 0) + 1) : spans
  const labels = [...new Set(spans.map(({ label }) => label))]
  const hue = (label: string) => hueOf(labels.indexOf(label))
  return (
    <div data-view="spans">
      <p role="status" className={styles.summary}>
        {summaryOf(spans, isAnswer)}
      </p>
      <p className={styles.text}>
        {pieces(cut(data.text, longestText), marked).map(({ text, span, at }) =>
          span === null ? (
            text
          ) : (
            <mark
              key={at}
              className={classNames(
                styles.mark,
                !isAnswer && current !== null && spans[current] === span && styles.current,
              )}
              style={{ borderColor: hue(span.label) }}
            >
              {text}
              {span.label === '' ? null : <span className={styles.label}>{span.label}</span>}
            </mark>
          ),
        )}
      </p>
      {spans.length === 0 ? null : (
        <div className={styles.list}>
          <PickList
            label={isAnswer ? 'Answers, best first' : 'Marked parts, in the order of the text'}
            titles={
              <>
                <span>{isAnswer ? 'Answer' : 'Part'}</span>
                <span>{isAnswer ? '' : 'Class'}</span>
                <span className={parts.right}>Score</span>
              </>
            }
            count={spans.length}
            current={current}
            onCurrent={setCurrent}
            onOpen={setCurrent}
            onClose={() => setCurrent(null)}
            name={(place) => nameOf(spans[place])}
            row={(place) => {
              const span = spans[place]
              if (span === undefined) return null
              return (
                <>
                  <span className={styles.part}>{span.text}</span>
                  <span>
                    {span.label === '' ? null : <span className={parts.key} style={{ background: hue(span.label) }} />}
                    {span.label}
                  </span>
                  <span className={`num ${parts.right}`}>{formatPercent(span.score)}</span>
                </>
              )
            }}
          />
        </div>
      )}
      <p className={parts.note}>{data.note}</p>
    </div>
  )
}

function nameOf(span: Span | undefined): string {
  if (span === undefined) return ''
  return [span.text, span.label, formatPercent(span.score)].filter((part) => part !== '').join(', ')
}

function summaryOf(spans: readonly Span[], isAnswer: boolean): string {
  const [best] = spans
  if (best === undefined) return isAnswer ? 'The text has no answer.' : 'No part of the text is marked.'
  if (isAnswer) return `Answer: “${cut(best.text, 200)}”, ${formatPercent(best.score)}.`
  return `${formatCount(spans.length, 'part')} marked.`
}
