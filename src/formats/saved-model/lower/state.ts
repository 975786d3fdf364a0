import type { Ref, Variable } from './refs.ts'

/** What each variable holds at a point of the run; at first, what was saved. */
export class State {
  private readonly held = new Map<Variable, Ref>()
  /** Variables assigned here, not in a state around this one. */
  readonly assigned = new Set<Variable>()
  /** Variables whose value lies in nodes outside the body and must be handed in. */
  readonly needed = new Set<Variable>()

  constructor(private readonly around: State | null = null) {}

  get(variable: Variable): Ref {
    const own = this.held.get(variable)
    if (own !== undefined) return own
    if (this.around === null) return { kind: 'constant', constant: variable.saved(), name: variable.name }
    const outer = this.around.get(variable)
    if (outer.kind !== 'constant') this.needed.add(variable)
    return outer
  }

  set(variable: Variable, value: Ref): void {
    this.held.set(variable, value)
    this.assigned.add(variable)
  }

  /** A value handed in from outside: no assignment. */
  bind(variable: Variable, value: Ref): void {
    this.held.set(variable, value)
  }
}
