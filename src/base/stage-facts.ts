import type { LadderReport, RungId } from './ladder.ts'
import type { TopologyCount } from './model.ts'
import type { OptimisationReport } from './optimisation.ts'
import type { PlannedStep } from './plan.ts'
import type { DType, TensorSpec, TensorStats } from './tensor.ts'

/**
 * What each stage of the ledger reports besides its time and bytes: figures, names and codes. The page makes the
 * sentences (`src/views/ledger`).
 *
 * Some facts are texts that another contract already gives to the person and that the ledger passes on unchanged: labels,
 * summaries and reasons of steps, labels of passes, repairs, reasons of the ladder, warnings, notes of readings, and what
 * a device or a driver says. The ledger itself composes no text.
 */
export interface StageFacts {
  readonly files: FilesFacts
  readonly parse: ParseFacts
  readonly weights: WeightsFacts
  readonly backend: BackendFacts
  readonly compile: CompileFacts
  readonly input: InputFacts
  readonly run: RunFacts
  readonly readback: ReadbackFacts
  readonly result: ResultFacts
}

/** Counts of files in the drop. */
export interface FilesFacts {
  readonly files: number
  readonly models: number
  readonly inputs: number
  readonly sidecars: number
  readonly passedOver: number
}

export interface ParseFacts {
  readonly path: string
  readonly formatLabel: string
  readonly topology: TopologyCount
  readonly parameters: number
  readonly optimisation: OptimisationReport
  /** The most frequent ops of the graph as it runs, most frequent first. */
  readonly frequent: readonly OperationCount[]
  readonly inputs: readonly TensorSpec[]
  readonly outputs: number
  readonly repairs: readonly string[]
  /** Empty when the file does not say. */
  readonly convertedBy: string
  readonly generatedBy: string
  readonly hash: string
}

export interface OperationCount {
  readonly op: string
  readonly count: number
}

export interface WeightsFacts {
  readonly tensors: number
  /** Files that hold weights. */
  readonly files: number
  readonly rung: RungId
  /** Stored dtypes, as in `ModelSummary.quantisation`; empty when nothing is quantised. */
  readonly quantisation: string
  readonly warnings: readonly string[]
}

export interface BackendFacts {
  readonly rung: RungId
  readonly ladder: LadderReport
  /** ms to build the executable on the rung; the record's own time is that of starting and testing the rung. */
  readonly buildMs: number
  readonly details: readonly ExecutionDetail[]
}

/** What is particular about the way a model runs on its rung. */
export type ExecutionDetail =
  /** The graph cannot run in one synchronous pass because it holds these ops. */
  | { readonly code: 'asynchronous'; readonly operations: readonly OperationCount[] }
  /** The first run packs the weights of convolutions and matrix products. */
  | { readonly code: 'packs-weights' }

export type CompileFacts =
  /** Programs compiled in parallel; 0 when earlier shapes had compiled them all. */
  | { readonly code: 'compiled'; readonly programs: number }
  /** `message` is the driver's; the first run compiles instead. */
  | { readonly code: 'failed'; readonly message: string }
  /** The rung compiles nothing ahead for this model. */
  | { readonly code: 'nothing-ahead'; readonly rung: RungId }

export interface InputFacts {
  readonly inputs: readonly PreparedFacts[]
}

/** One input as it goes in. */
export interface PreparedFacts {
  readonly name: string
  /** What was read: `JPEG, 640 × 427`. */
  readonly source: string
  readonly steps: readonly Pick<PlannedStep, 'id' | 'label' | 'summary' | 'reason'>[]
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly stats: Pick<TensorStats, 'min' | 'max' | 'mean'>
}

export interface RunFacts {
  readonly operations: {
    /** As the model was read. */
    readonly read: number
    /** As they run, after the optimiser and the rewrites that kernels need. */
    readonly run: number
  }
  readonly rung: RungId
  readonly asynchronous: boolean
  /** True for the first run with these input shapes. */
  readonly first: boolean
  /** Bytes of tensors on the backend; `null` where it cannot tell. */
  readonly memory: number | null
}

export interface ReadbackFacts {
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: DType }[]
}

export interface ResultFacts {
  /** `null` for a model without outputs. */
  readonly headline: Headline | null
  readonly groups: readonly {
    readonly outputs: readonly string[]
    /** The view of the shown reading, by its id. */
    readonly view: string
    /** Why it fits, as a phrase. */
    readonly reason: string
    /** What the reading says of itself; empty when it has nothing to say. */
    readonly note: string
  }[]
  /** Elements that are NaN, and infinite ones. */
  readonly outputs: readonly { readonly name: string; readonly nan: number; readonly inf: number }[]
}

/** A result in a few figures, by the shown reading of its best group. */
export type Headline =
  | { readonly kind: 'score'; readonly label: string; readonly value: number }
  /** The first few numbers of the first row, which has `count`. */
  | { readonly kind: 'numbers'; readonly values: readonly number[]; readonly count: number }
  | { readonly kind: 'image'; readonly width: number; readonly height: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tensor'; readonly shape: readonly number[] }
