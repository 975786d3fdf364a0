import { formatBytes, formatCount } from '../../base/format.ts'
import type { StageText } from './stage-text.ts'

export const files: StageText<'files'> = {
  label: 'Files',
  about: 'Lists the dropped files and detects the format of each by its first bytes.',
  time: 'Time to list',
  bytes: 'Size',
  sentences: ({ bytes, facts }) => {
    const skipped = facts.skipped === 0 ? '' : `; ${formatCount(facts.skipped)} skipped`
    return [
      `Listed ${formatCount(facts.files, 'file')}, ${formatBytes(bytes ?? 0)} in total, and detected the format of each by its first bytes, not by its name.`,
      `Found ${formatCount(facts.models, 'model')}, ${formatCount(facts.inputs, 'input file')} and ${formatCount(facts.sidecars, 'file')} that ${facts.sidecars === 1 ? 'belongs' : 'belong'} to a model${skipped}.`,
      'The page keeps only file handles. It reads bytes in place when needed and uploads nothing.',
    ]
  },
  rows: ({ facts }) => [{ label: 'Files', value: formatCount(facts.files) }],
}
