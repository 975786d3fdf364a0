import { formatBytes, formatCount } from '../../base/format.ts'
import type { WeightFile } from '../../base/model.ts'
import { Fold } from '../../ui/Fold.tsx'
import { ScrollArea } from '../../ui/ScrollArea.tsx'
import styles from './Model.module.css'

const words = { have: 'have', missing: 'missing', extra: 'extra', 'wrong-size': 'wrong size' } as const

export function WeightFiles({ files }: { readonly files: readonly WeightFile[] }) {
  if (files.length === 0) return null
  const wanted = files.filter((file) => file.state !== 'extra')
  const found = wanted.filter((file) => file.state === 'have')
  const title = `Weight files: ${formatCount(found.length)} of ${formatCount(wanted.length)} found`
  return (
    <Fold title={title} open={found.length < wanted.length}>
      <ScrollArea label="Weight files">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">State</th>
              <th scope="col" className={styles.right}>
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.path} data-state={file.state}>
                <th scope="row" className="num">
                  {file.path}
                </th>
                <td className={file.state === 'have' ? undefined : styles.attention}>{words[file.state]}</td>
                <td className={`num ${styles.right}`}>{sizeOf(file)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Fold>
  )
}

function sizeOf({ state, expected, found }: WeightFile): string {
  if (state === 'wrong-size' && expected !== null && found !== null) {
    return `${formatCount(found, 'byte')}, not ${formatCount(expected, 'byte')}`
  }
  const bytes = found ?? expected
  return bytes === null ? '' : formatBytes(bytes)
}
