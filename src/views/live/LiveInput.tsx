import { own } from '../../base/own.ts'
import { liveSource } from '../../live/sources/index.ts'
import { chooseDevice, isMirrored, setMirrored, useStore } from '../../store/index.ts'
import { Facts } from '../../ui/Facts.tsx'
import { Note } from '../../ui/Note.tsx'
import { Select } from '../../ui/Select.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { Preview } from '../input/Preview.tsx'
import styles from './Live.module.css'
import { panels } from './panels.ts'

/** The live source of an input: what stays private, its device, and the input as the model sees it. */
export function LiveInput({ input }: { readonly input: string }) {
  const live = useStore((state) => state.live)
  const prepared = useStore((state) => own(state.input.prepared, input) ?? null)
  const mirrored = useStore(isMirrored)
  if (live.source === null) return null
  const { label, promise, continuous } = liveSource(live.source)
  const Panel = panels[live.source]
  const { facts, devices, error, note } = live
  const device = facts?.device ?? live.device
  return (
    <div className={styles.panel}>
      <p className={styles.promise}>
        {promise}{' '}
        {continuous ? (
          <button type="button" className={styles.link} popoverTarget="privacy">
            How to check that
          </button>
        ) : null}
      </p>
      {error === null ? null : (
        <div role="alert" data-testid="error" data-code={error.code}>
          <Note tone="bad">
            {error.message} {error.hint}
          </Note>
        </div>
      )}
      {note === '' ? null : (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
      {Panel === undefined ? null : <Panel />}
      {devices.length > 1 ? (
        <Select
          label={label}
          showLabel
          value={device ?? ''}
          options={devices}
          onChange={(id) => void chooseDevice(id)}
        />
      ) : null}
      {facts === null || !continuous ? null : (
        <Facts
          rows={[
            ...(devices.length === 1 && devices[0] !== undefined
              ? [{ label, value: devices[0].label, plain: true }]
              : []),
            { label: 'Picture', value: facts.size === null ? '–' : `${facts.size.width} × ${facts.size.height}` },
            ...(facts.rate === null ? [] : [{ label: 'Gives', value: `${Math.round(facts.rate)} frames/s` }]),
          ]}
        />
      )}
      {facts === null || !continuous ? null : (
        <Toggle label="Mirrored on screen" value={mirrored} onChange={setMirrored} />
      )}
      {prepared?.phase === 'ready' ? <Preview source={null} value={prepared.value} /> : null}
    </div>
  )
}
