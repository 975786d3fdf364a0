import { liveSources } from '../../live/sources/index.ts'
import { showFiles, showLive, useStore } from '../../store/index.ts'
import { Segments } from '../../ui/Segments.tsx'

/** Files or a live source as what feeds a picture input. */
export function SourceSwitch() {
  const source = useStore((state) => state.live.source)
  return (
    <Segments
      label="Where the input comes from"
      testId="source"
      value={source ?? 'file'}
      options={[{ id: 'file', label: 'File' } as const, ...liveSources.map(({ id, label }) => ({ id, label }))]}
      onChange={(id) => (id === 'file' ? showFiles() : showLive(id))}
    />
  )
}
