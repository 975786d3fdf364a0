import type { Size } from '../../base/geometry.ts'
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
  const { label, promise, continuous, feeds, item } = liveSource(live.source)
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
            ...(feeds === 'pictures' ? [{ label: 'Picture', value: sizeText(facts.size) }] : []),
            ...(facts.sampleRate === undefined ? [] : [{ label: 'Sound', value: `${facts.sampleRate / 1000} kHz` }]),
            ...(facts.rate === null ? [] : [{ label: 'Gives', value: `${Math.round(facts.rate)} ${item}s/s` }]),
          ]}
        />
      )}
      {facts?.level === undefined || live.phase !== 'running' ? null : (
        <meter className={styles.level} aria-label="Level of the microphone" value={Math.min(1, facts.level)} />
      )}
      {facts === null || !continuous || feeds === 'sounds' ? null : (
        <Toggle label="Mirrored on screen" value={mirrored} onChange={setMirrored} />
      )}
      {prepared?.phase === 'ready' ? <Preview source={null} value={prepared.value} /> : null}
    </div>
  )
}

function sizeText(size: Size | null): string {
  return size === null ? '–' : `${size.width} × ${size.height}`
}
