import type { Answer, Axis, Prediction } from '../../lessons/contract.ts'
import { about } from '../../lessons/figures.ts'
import { labelOf, optionFor, optionOf, placeOn } from '../../lessons/judge.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './AnswerLine.module.css'

export interface AnswerLineProps {
  readonly prediction: Prediction
  readonly guess: Answer | null
  readonly answer: Answer | null
}

/** The guess and the measurement together: on the axis of the prediction, or in the list of its options. */
export function AnswerLine({ prediction, guess, answer }: AnswerLineProps) {
  if (answer === null) return null
  if (prediction.axis === undefined) return <Chosen prediction={prediction} guess={guess} answer={answer} />
  return <OnAxis axis={prediction.axis} prediction={prediction} guess={guess} answer={answer} />
}

function Chosen({ prediction, guess, answer }: AnswerLineProps & { readonly answer: Answer }) {
  if (prediction.kind !== 'choice') return null
  const measured = optionFor(prediction, answer)?.id
  return (
    <ul className={styles.options}>
      {prediction.options.map(({ id, label }) => {
        const said = guess?.kind === 'choice' && guess.option === id
        const marks = [said ? 'your answer' : '', id === measured ? 'measured' : ''].filter((mark) => mark !== '')
        return (
          <li key={id} className={classNames(id === measured && styles.measured, said && styles.said)}>
            <span className={styles.mark} aria-hidden="true" />
            <span>{label}</span>
            <span className={styles.note}>{marks.join(', ')}</span>
          </li>
        )
      })}
    </ul>
  )
}

const width = 620
const edge = 24

function OnAxis({
  axis,
  prediction,
  guess,
  answer,
}: AnswerLineProps & { readonly axis: Axis; readonly answer: Answer }) {
  const x = (value: number) => edge + placeOn(axis, value) * (width - 2 * edge)
  const said = guess === null ? null : rangeOf(prediction, guess)
  const measured = rangeOf(prediction, answer)
  if (measured === null) return null
  const sentence = `${said === null ? '' : `Your answer: ${labelOf(prediction, guess as Answer)}. `}Measured: ${labelOf(prediction, answer)}.`
  const [from, to] = said === null ? measured : [middle(said), middle(measured)].map(Number)
  return (
    <svg className={styles.axis} viewBox={`0 -8 ${width} 78`} role="img" aria-label={sentence}>
      <line className={styles.line} x1={edge} x2={width - edge} y1={40} y2={40} />
      {axis.marks.map((mark) => (
        <g key={mark}>
          <line className={styles.line} x1={x(mark)} x2={x(mark)} y1={36} y2={44} />
          <text x={x(mark)} y={62}>
            {about(mark)}
            {signOf(axis)}
          </text>
        </g>
      ))}
      <line className={styles.gap} x1={x(from ?? 0)} x2={x(to ?? 0)} y1={40} y2={40} />
      {said === null ? null : (
        <>
          <Dot range={said} x={x} name="guess" />
          <text className={styles.label} x={within(x(middle(said)), 40)} y={20}>
            your answer
          </text>
        </>
      )}
      <Dot range={measured} x={x} name="found" />
      <text className={styles.label} x={within(x(middle(measured)), 60)} y={nearby(x, said, measured) ? 4 : 20}>
        {answer.kind === 'number' ? `measured ${about(answer.value)}${signOf(axis)}` : 'measured'}
      </text>
    </svg>
  )
}

type Range = readonly [number, number]

function Dot({ range: [low, high], x, name }: { range: Range; x: (value: number) => number; name: 'guess' | 'found' }) {
  if (low === high) return <circle className={styles[name]} cx={x(low)} cy={40} r={7} />
  return <rect className={styles[name]} x={x(low)} width={Math.max(4, x(high) - x(low))} y={34} height={12} rx={6} />
}

function rangeOf(prediction: Prediction, answer: Answer): Range | null {
  if (answer.kind === 'number') return [answer.value, answer.value]
  if (answer.kind === 'spread') return [answer.low, answer.high]
  const at = optionOf(prediction, answer.option)?.at
  return at === undefined ? null : [at, at]
}

function middle([low, high]: Range): number {
  return low > 0 ? Math.sqrt(low * high) : (low + high) / 2
}

/** The unit as short as on an axis. */
function signOf({ unit }: Axis): string {
  return unit === ' times' ? ' ×' : unit
}

/** Whether the two labels would overlap. */
function nearby(x: (value: number) => number, said: Range | null, measured: Range): boolean {
  return said !== null && Math.abs(x(middle(said)) - x(middle(measured))) < 130
}

function within(place: number, half: number): number {
  return Math.min(width - half, Math.max(half, place))
}
