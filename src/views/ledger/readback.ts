import { formatBytes, formatCount } from '../../base/format.ts'
import { formatShape } from '../../base/tensor.ts'
import type { StageText } from './stage-text.ts'

export const readback: StageText<'readback'> = {
  label: 'Read back',
  about: 'Copies the result from the backend to ordinary memory. On a GPU this includes waiting for the run to finish.',
  sentences: ({ bytes, facts }) => [
    `Copied ${formatCount(facts.outputs.length, 'output')}, ${formatBytes(bytes ?? 0)}, from the backend to memory.`,
  ],
  rows: ({ facts }) =>
    facts.outputs.map(({ name, shape, dtype }) => ({ label: name, value: `${formatShape(shape)} ${dtype}` })),
}
