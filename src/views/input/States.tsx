import { resetStates, setFeedBack, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import styles from './Input.module.css'
import { InputSection } from './InputSection.tsx'

/** The states of a recurrent model: which outputs they are fed back from, and how to begin anew. */
export function States() {
  const loaded = useStore((state) => state.model.loaded)
  const isLive = useStore((state) => state.live.source !== null)
  const feedBack = useStore((state) => state.input.feedBack)
  const states = loaded?.states ?? []
  if (loaded === null || states.length === 0) return null
  const specs = loaded.inputs.filter(({ name }) => states.some(({ input }) => input === name))
  const on = isLive || feedBack !== null
  return (
    <section className={styles.section} aria-label="States" data-testid="states">
      <h3 className={styles.inputName}>
        State, fed back <span className={styles.shape}>{states.map(({ input }) => input).join(', ')}</span>
      </h3>
      <p className={styles.read}>
        {states.map(({ input, output }) => `${input} from ${output}`).join(', ')}.{' '}
        {on ? 'Zeros in the first run, then the value of the run before.' : 'Zeros in every run.'}
      </p>
      <div className={styles.buttons}>
        {isLive ? null : (
          <Toggle label="Feed back from run to run" value={on} onChange={setFeedBack} testId="feed-back" />
        )}
        <Button testId="reset-states" blocked={!on} onClick={() => void resetStates()}>
          Reset to zeros
        </Button>
      </div>
      <Fold title="Set a state by hand">
        {specs.map((spec) => (
          <InputSection key={spec.name} spec={spec} only={false} />
        ))}
      </Fold>
    </section>
  )
}
