import type { Ref, Variable } from './refs.ts'

/** The value of each variable at one point of the run; initially the saved one. */
export class State {
  private readonly held = new Map<Variable, Ref>()
  /** Variables assigned in this state, not in an outer one. */
  readonly assigned = new Set<Variable>()
  /** Variables whose value is produced outside the body and must be passed in. */
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

  /** Sets a value passed in from outside; not an assignment. */
  bind(variable: Variable, value: Ref): void {
    this.held.set(variable, value)
  }
}
