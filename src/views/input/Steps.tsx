import { useId, useState } from 'react'
import type { PlannedStep } from '../../base/plan.ts'
import { resetSteps, setStep } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FieldControl } from '../../ui/FieldControl.tsx'
import styles from './Steps.module.css'

export interface StepsProps {
  readonly input: string
  readonly plan: readonly PlannedStep[]
}

/** How well a reason is founded. */
const words: Readonly<Record<PlannedStep['certainty'], string>> = {
  certain: 'Certain',
  derived: 'Derived',
  guessed: 'Guessed',
}

/** Every step from the file to the tensor, with its reason; controls are drawn from each step's `Field`s. */
export function Steps({ input, plan }: StepsProps) {
  if (plan.length === 0) return null
  const changed = plan.some((step) => step.chosenBy !== 'automatic')
  return (
    <div className={styles.frame}>
      <ol className={styles.steps} aria-label={`Steps that prepare ${input}`}>
        {plan.map((step) => (
          <Step key={step.id} input={input} step={step} />
        ))}
      </ol>
      {changed ? (
        <p className={styles.all}>
          <Button look="link" onClick={() => resetSteps(input)}>
            Reset all steps
          </Button>
        </p>
      ) : null}
    </div>
  )
}

function Step({ input, step }: { readonly input: string; readonly step: PlannedStep }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const lead = step.fields.find((field) => field.type === 'choice' || field.type === 'switch') ?? null
  const rest = step.fields.filter((field) => field !== lead)
  const field = (one: PlannedStep['fields'][number], showLabel: boolean) => (
    <FieldControl
      key={one.id}
      of={step.label}
      field={one}
      showLabel={showLabel}
      onChange={(value) => setStep(input, { id: step.id, values: { [one.id]: value } })}
    />
  )
  return (
    <li className={styles.step} data-step={step.id} data-chosen-by={step.chosenBy} data-certainty={step.certainty}>
      <span className={styles.name}>{step.label}</span>
      <span className={styles.words}>
        {step.summary}
        <span className={styles.reason}>
          {step.chosenBy === 'automatic' && step.fields.length > 0 ? (
            <span className={styles[step.certainty]}>{words[step.certainty]}: </span>
          ) : null}
          {step.reason}
          {step.chosenBy === 'automatic' ? null : (
            <Button
              look="link"
              aria-label={`${step.label}: reset to automatic`}
              onClick={() => resetSteps(input, step.id)}
            >
              Reset to automatic
            </Button>
          )}
        </span>
      </span>
      <span className={styles.controls}>
        {lead === null ? null : field(lead, false)}
        {rest.length === 0 ? null : (
          <Button
            look="link"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={`${step.label}: ${open ? 'fewer options' : 'more options'}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Less' : 'More'}
          </Button>
        )}
      </span>
      {open ? (
        <div id={id} className={styles.more}>
          {rest.map((one) => field(one, true))}
        </div>
      ) : null}
    </li>
  )
}
