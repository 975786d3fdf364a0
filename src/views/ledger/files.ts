import { formatBytes, formatCount } from '../../base/format.ts'
import type { StageText } from './stage-text.ts'

export const files: StageText<'files'> = {
  label: 'Files',
  about: 'Lists what was dropped and recognises each file by its first bytes.',
  time: 'Time to list',
  bytes: 'Size',
  sentences: ({ bytes, facts }) => {
    const passedOver = facts.passedOver === 0 ? '' : `; ${formatCount(facts.passedOver)} passed over`
    return [
      `Listed ${formatCount(facts.files, 'file')}, ${formatBytes(bytes ?? 0)} in all, and recognised each by its first bytes, not by its name.`,
      `Found ${formatCount(facts.models, 'model')}, ${formatCount(facts.inputs, 'input file')} and ${formatCount(facts.sidecars, 'file')} that ${facts.sidecars === 1 ? 'belongs' : 'belong'} to a model${passedOver}.`,
      'The page holds file handles only. It reads bytes in place when it needs them and uploads nothing.',
    ]
  },
  rows: ({ facts }) => [{ label: 'Files', value: formatCount(facts.files) }],
}
