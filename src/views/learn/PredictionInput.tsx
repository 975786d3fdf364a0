import { useId } from 'react'
import type { Answer, Axis, Prediction } from '../../lessons/contract.ts'
import { labelOf, placeOn, valueAt } from '../../lessons/judge.ts'
import { makeGuess } from '../../store/lessons/index.ts'
import { NumberInput } from '../../ui/NumberInput.tsx'
import styles from './Question.module.css'

export interface PredictionInputProps {
  readonly prediction: Prediction
  readonly guess: Answer | null
}

/** The control for a guess: options, a slider, or the two ends of a spread; sliders have a field beside them. */
export function PredictionInput({ prediction, guess }: PredictionInputProps) {
  if (prediction.kind === 'choice') return <Options prediction={prediction} guess={guess} />
  const { axis } = prediction
  if (prediction.kind === 'number') {
    const value = guess?.kind === 'number' ? guess.value : null
    return (
      <fieldset className={styles.sliders}>
        <legend className="hidden-text">Your answer</legend>
        <AxisSlider
          label="Your answer"
          axis={axis}
          value={value}
          onChange={(next) => makeGuess({ kind: 'number', value: next })}
        />
      </fieldset>
    )
  }
  const { low, high } = guess?.kind === 'spread' ? guess : { low: null, high: null }
  const set = (a: number, b: number) => makeGuess({ kind: 'spread', low: Math.min(a, b), high: Math.max(a, b) })
  return (
    <fieldset className={styles.sliders}>
      <legend className="hidden-text">Your answer</legend>
      <AxisSlider label="Shortest" axis={axis} value={low} onChange={(next) => set(next, high ?? next)} />
      <AxisSlider label="Longest" axis={axis} value={high} onChange={(next) => set(low ?? next, next)} />
      {guess === null ? null : <p className={styles.why}>{labelOf(prediction, guess)}</p>}
    </fieldset>
  )
}

function Options({
  prediction,
  guess,
}: PredictionInputProps & { readonly prediction: { kind: 'choice' } & Prediction }) {
  const name = useId()
  return (
    <fieldset className={styles.options}>
      <legend className="hidden-text">Your answer</legend>
      {prediction.options.map(({ id, label, why }) => (
        <label key={id}>
          <input
            type="radio"
            name={name}
            value={id}
            checked={guess?.kind === 'choice' && guess.option === id}
            onChange={() => makeGuess({ kind: 'choice', option: id })}
          />
          <span>{label}</span>
          <span className={styles.why}>{why}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface AxisSliderProps {
  readonly label: string
  readonly axis: Axis
  readonly value: number | null
  readonly onChange: (value: number) => void
}

const steps = 60

function AxisSlider({ label, axis, value, onChange }: AxisSliderProps) {
  const marks = useId()
  const place = value === null ? steps / 2 : Math.round(placeOn(axis, value) * steps)
  return (
    <div className={styles.slider}>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={value === null ? 'no answer yet' : `${value}${axis.unit}`}
        min={0}
        max={steps}
        step={1}
        list={marks}
        value={place}
        onChange={({ target }) => onChange(valueAt(axis, target.valueAsNumber / steps))}
      />
      <datalist id={marks}>
        {axis.marks.map((mark) => (
          <option key={mark} value={placeOn(axis, mark) * steps} />
        ))}
      </datalist>
      <NumberInput
        label={`${label}${axis.unit}`}
        value={value}
        min={axis.min}
        max={axis.max}
        placeholder="–"
        onChange={(next) => {
          if (next !== null) onChange(next)
        }}
      />
    </div>
  )
}
