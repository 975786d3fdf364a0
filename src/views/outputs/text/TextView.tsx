import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import type { OutputViewProps } from '../view.ts'
import styles from './TextView.module.css'

/** String tensors: the text itself, or one line per row if there are several. */
export function TextView({ data, output }: OutputViewProps<'text'>) {
  if (data.rows.length <= 3) {
    return (
      <div data-view="text">
        {data.rows.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: texts may repeat
          <p key={index} className={styles.text}>
            {text}
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
            <span className="num muted">{index}</span> {data.rows[index]}
          </span>
        )}
      />
    </div>
  )
}
