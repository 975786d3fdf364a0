import { lazy, Suspense } from 'react'
import { own } from '../../base/own.ts'
import { formatShape, type TensorSpec } from '../../base/tensor.ts'
import { liveInput, liveSourcesOf, resetSteps, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Note } from '../../ui/Note.tsx'
import { SourceSwitch } from '../live/SourceSwitch.tsx'
import { EditRow } from './EditRow.tsx'
import { FreeSizes } from './FreeSizes.tsx'
import styles from './Input.module.css'
import { Latent } from './Latent.tsx'
import { NumberSliders } from './NumberSliders.tsx'
import { Preview } from './Preview.tsx'
import { Source } from './Source.tsx'
import { Steps } from './Steps.tsx'
import { useLast } from './use-last.ts'
import { Warnings } from './Warnings.tsx'

const LiveInput = lazy(() => import('../live/LiveInput.tsx').then((module) => ({ default: module.LiveInput })))

export interface InputSectionProps {
  readonly spec: TensorSpec
  /** True if the model has no other input; its files are then listed above. */
  readonly only: boolean
}

/** One input of the model: its source, the prepared tensor and all steps between. */
export function InputSection({ spec, only }: InputSectionProps) {
  const source = useStore(
    ({ input: { inputSets, selected } }) =>
      own(inputSets.find(({ id }) => id === selected)?.sources ?? {}, spec.name) ?? null,
  )
  const prepared = useStore((state) => own(state.input.prepared, spec.name) ?? null)
  const changed = useStore((state) => (own(state.input.settings, spec.name)?.length ?? 0) > 0)
  const elsewhere = useStore((state) => state.page.error !== null)
  const value = prepared?.phase === 'ready' ? prepared.value : null
  // Steps stay visible and open after an error, so that the user can correct them.
  const plan = useLast(value?.plan ?? null)
  const steps = value !== null || (prepared?.phase === 'error' && changed) ? plan : null
  const isState = useStore((state) => state.model.loaded?.states?.some(({ input }) => input === spec.name) ?? false)
  const canBeLive = useStore((state) => liveSourcesOf(state, spec.name).length > 0)
  const live = useStore((state) => liveInput(state) === spec.name)
  const shownSource = (source !== null || isState) && !live
  return (
    <section className={styles.section} aria-label={`Input ${spec.name}`} data-input={spec.name}>
      <div className={styles.inputHead}>
        <h3 className={styles.inputName}>
          {spec.name}{' '}
          <span className={styles.shape}>
            {formatShape(spec.shape)} {spec.dtype}
          </span>
        </h3>
        {live ? null : <Source spec={spec} source={source} only={only} />}
      </div>
      {canBeLive ? <SourceSwitch input={spec.name} /> : null}
      {live ? (
        <Suspense fallback={<p className="muted">Opening …</p>}>
          <LiveInput input={spec.name} />
        </Suspense>
      ) : null}
      {source === null && !live && !isState ? (
        <p className={styles.empty}>
          Drop {only ? 'one or several files' : `a file named ${spec.name}, or any file,`} here, or choose a fill above.
        </p>
      ) : null}
      {(shownSource || live) && value !== null ? <Warnings input={spec.name} warnings={value.warnings} /> : null}
      {prepared?.phase === 'error' ? (
        <div role="alert" data-testid={elsewhere ? undefined : 'error'} data-code={prepared.error.code}>
          <Note tone="bad" actions={changed ? resetButton(spec.name) : undefined}>
            {prepared.error.message} {prepared.error.hint}
          </Note>
        </div>
      ) : null}
      {prepared?.phase === 'preparing' ? <p className="muted">Preparing …</p> : null}
      {shownSource && value !== null ? <Preview source={source} value={value} /> : null}
      {(shownSource || live) && steps !== null ? <Steps input={spec.name} plan={steps} /> : null}
      {source?.kind === 'text' && !live ? <NumberSliders spec={spec} source={source} /> : null}
      {source !== null && !live && value !== null && only ? (
        <EditRow spec={spec} source={source} value={value} />
      ) : null}
      <Latent spec={spec} />
      <FreeSizes spec={spec} used={value?.shape ?? null} />
    </section>
  )
}

function resetButton(input: string) {
  return <Button onClick={() => resetSteps(input)}>Reset all steps</Button>
}
