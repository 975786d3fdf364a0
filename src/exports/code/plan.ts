import type { PlannedStep } from '../../base/plan.ts'
import type { CodeInput } from './input.ts'

const read: PlannedStep = {
  id: 'read',
  label: 'Read',
  summary: '',
  reason: '',
  certainty: 'certain',
  chosenBy: 'automatic',
  values: {},
  fields: [],
}

/** The plan, starting with the step that reads or fills, which a program cannot do without. */
export function withRead({ plan, file }: CodeInput): readonly PlannedStep[] {
  return plan[0]?.id === 'read' || plan[0]?.id === 'fill' ? plan : [{ ...read, summary: file }, ...plan]
}
