import { liveSources } from '../../live/sources/index.ts'
import { liveInput, liveSourcesOf, showFiles, showLive, useStore } from '../../store/index.ts'
import { Segments } from '../../ui/Segments.tsx'

/** Files or a live source as what feeds an input. */
export function SourceSwitch({ input }: { readonly input: string }) {
  const source = useStore((state) => (liveInput(state) === input ? state.live.source : null))
  const offered = useStore((state) => liveSourcesOf(state, input).join())
  return (
    <Segments
      label="Where the input comes from"
      testId="source"
      value={source ?? 'file'}
      options={[
        { id: 'file', label: 'File' } as const,
        ...liveSources.filter(({ id }) => offered.split(',').includes(id)).map(({ id, label }) => ({ id, label })),
      ]}
      onChange={(id) => (id === 'file' ? showFiles() : showLive(id))}
    />
  )
}
