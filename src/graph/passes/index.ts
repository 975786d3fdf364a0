import { throwIfAborted } from '../../base/abort.ts'
import type { OptimisationReport } from '../../base/optimisation.ts'
import { rewriteEverywhere } from '../bodies.ts'
import { countOperations } from '../count.ts'
import type { Graph } from '../graph.ts'
import { prune } from '../prune.ts'
import { validate } from '../validate.ts'
import { activations } from './activations.ts'
import { affineFolding } from './affine-folding.ts'
import { biasAndActivation } from './bias-and-activation.ts'
import { commonSubexpressions } from './common-subexpressions.ts'
import { concatenations } from './concatenations.ts'
import { constantFolding } from './constant-folding.ts'
import type { Pass } from './contract.ts'
import { dilation } from './dilation.ts'
import { identities } from './identities.ts'
import { matrixProducts } from './matrix-products.ts'
import { normalisation } from './normalisation.ts'
import { padding } from './padding.ts'
import { pooling } from './pooling.ts'
import { readSmallConstants } from './read-constants.ts'
import { Reports } from './report.ts'
import { reshapes } from './reshapes.ts'
import { shapeFolding } from './shape-folding.ts'
import { transposes } from './transposes.ts'

/** The passes that make a graph smaller and faster, in order; the whole list repeats until nothing changes. */
export const optimisingPasses: readonly Pass[] = [
  constantFolding,
  identities,
  shapeFolding,
  commonSubexpressions,
  transposes,
  concatenations,
  matrixProducts,
  activations,
  normalisation,
  dilation,
  padding,
  pooling,
  reshapes,
  affineFolding,
  biasAndActivation,
]

export interface OptimiseOptions {
  /** If false, only `before` and `after` run. */
  readonly enabled: boolean
  /** Required passes that run once, before the optimising ones: rewrites that an executor needs. */
  readonly before?: readonly Pass[]
  /** Required passes that run once, at the end, because any other pass may create the shapes that they rewrite. */
  readonly after?: readonly Pass[]
  readonly signal?: AbortSignal | undefined
  readonly onPass?: OnPass | undefined
}

/** Called after each pass that changed the graph, with the result. */
export type OnPass = (pass: Pick<Pass, 'id' | 'label'>, graph: Graph) => void

/** A rewritten graph, and a report of the changes. */
export interface Optimised {
  readonly graph: Graph
  readonly report: OptimisationReport
}

/** Maximum number of rounds of the optimising passes; most graphs need three. */
const maxRounds = 8

/**
 * Reads the small constants, then runs the passes, also on control-flow bodies. Raises `model-invalid` and
 * `model-cyclic` for a graph that cannot run, `cancelled`, and what `Constant.read` raises.
 */
export async function optimise(
  graph: Graph,
  { enabled, before: first = [], after: last = [], signal, onPass }: OptimiseOptions,
): Promise<Optimised> {
  const started = performance.now()
  validate(graph)
  let current = await readSmallConstants(prune(graph), signal)
  const before = countOperations(current)
  const reports = new Reports()
  const done = new Map<Pass, Graph>()
  const turn = (passes: readonly Pass[]) => {
    const from = current
    for (const pass of passes) {
      throwIfAborted(signal)
      // A pass that changed nothing would change nothing in the same graph again.
      if (done.get(pass) === current) continue
      const rewritten = runPass(pass, current, reports)
      if (rewritten === current) done.set(pass, current)
      else onPass?.(pass, rewritten)
      current = rewritten
    }
    return current !== from
  }
  turn(first)
  for (let i = 0; enabled && i < maxRounds && turn(optimisingPasses); i++);
  turn(last)
  const passes = reports.of([...first, ...optimisingPasses, ...last])
  const ms = performance.now() - started
  return { graph: current, report: { enabled, before, after: countOperations(current), passes, ms } }
}

function runPass(pass: Pass, graph: Graph, reports: Reports): Graph {
  const result = rewriteEverywhere(graph, (part) => pass.run(part))
  if (result.changes === 0) return graph
  const rewritten = result.graph.functions.size > 0 ? prune(result.graph) : result.graph
  reports.add(pass, result, countOperations(graph) - countOperations(rewritten))
  return rewritten
}
