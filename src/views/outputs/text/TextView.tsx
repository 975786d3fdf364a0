import { cut, formatCount } from '../../../base/format.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import type { OutputViewProps } from '../view.ts'
import styles from './TextView.module.css'

/** Characters drawn of a text, and of a line; layout takes seconds for millions. */
const longestText = 5000
const longestLine = 300

function restOf(text: string): string {
  return `The first ${formatCount(longestText)} of ${formatCount(text.length, 'character')}; the JSON export has them all.`
}

/** String tensors: the text itself, or one line per row if there are several. */
export function TextView({ data, output }: OutputViewProps<'text'>) {
  if (data.rows.length <= 3) {
    return (
      <div data-view="text">
        {data.rows.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: texts may repeat
          <p key={index} className={styles.text}>
            {cut(text, longestText)}
            {text.length > longestText ? <span className={styles.rest}>{restOf(text)}</span> : null}
          </p>
        ))}
      </div>
    )
  }
  return (
    <div data-view="text">
      <VirtualRows
        label={`Texts of ${output.name}`}
        count={data.rows.length}
        rowHeight={24}
        maxHeight={288}
        row={(index) => (
          <span className={styles.line}>
            <span className="num muted">{index}</span> {cut(data.rows[index] ?? '', longestLine)}
          </span>
        )}
      />
    </div>
  )
}
