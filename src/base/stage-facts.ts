import type { LadderReport, RungId } from './ladder.ts'
import type { TopologyCount } from './model.ts'
import type { OptimisationReport } from './optimisation.ts'
import type { PlannedStep } from './plan.ts'
import type { DType, TensorSpec, TensorStats } from './tensor.ts'

/**
 * Facts that each stage of the ledger reports besides its time and bytes: figures, names and codes. The page turns them
 * into sentences (`src/views/ledger`).
 * Some facts are texts that another contract already defines and the ledger passes through unchanged: labels, summaries
 * and reasons of steps, labels of passes, repairs, reasons of the ladder, warnings, notes of readings, and messages of
 * a device or driver. The ledger itself composes no text.
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

/** Numbers of files in the drop. */
export interface FilesFacts {
  readonly files: number
  readonly models: number
  readonly inputs: number
  readonly sidecars: number
  readonly skipped: number
}

export interface ParseFacts {
  readonly path: string
  readonly formatLabel: string
  readonly topology: TopologyCount
  readonly parameters: number
  readonly optimisation: OptimisationReport
  /** The most frequent ops of the optimised graph, most frequent first. */
  readonly frequent: readonly OperationCount[]
  readonly inputs: readonly TensorSpec[]
  readonly outputs: number
  readonly repairs: readonly string[]
  /** May be empty. */
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
  /** Number of weight files. */
  readonly files: number
  readonly rung: RungId
  /** Stored dtypes, as in `ModelSummary.quantisation`; empty if nothing is quantised. */
  readonly quantisation: string
  readonly warnings: readonly string[]
}

export interface BackendFacts {
  readonly rung: RungId
  readonly ladder: LadderReport
  /** Time to build the executable on the rung, ms; the record's own time covers starting and testing the rung. */
  readonly buildMs: number
  readonly details: readonly ExecutionDetail[]
}

/** Specifics of how a model runs on its rung. */
export type ExecutionDetail =
  /** These ops prevent running the graph in one synchronous pass. */
  | { readonly code: 'asynchronous'; readonly operations: readonly OperationCount[] }
  /** The first run packs the weights of convolutions and matrix products. */
  | { readonly code: 'packs-weights' }

export type CompileFacts =
  /** Programs compiled in parallel; 0 if earlier shapes had compiled them all. */
  | { readonly code: 'compiled'; readonly programs: number }
  /** The driver's message; the programs are compiled in the first run instead. */
  | { readonly code: 'failed'; readonly message: string }
  /** The rung compiles nothing in advance for this model. */
  | { readonly code: 'nothing-ahead'; readonly rung: RungId }

export interface InputFacts {
  readonly inputs: readonly PreparedFacts[]
}

/** One prepared input. */
export interface PreparedFacts {
  readonly name: string
  /** Description of the source: `JPEG, 640 × 427`. */
  readonly source: string
  readonly steps: readonly Pick<PlannedStep, 'id' | 'label' | 'summary' | 'reason' | 'certainty'>[]
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly stats: TensorStats
}

export interface RunFacts {
  readonly operations: {
    /** In the graph as read. */
    readonly read: number
    /** In the executed graph, after the optimiser and the rewrites required by kernels. */
    readonly run: number
  }
  readonly rung: RungId
  readonly asynchronous: boolean
  /** True for the first run with these input shapes. */
  readonly first: boolean
  /** Bytes of tensors on the backend; `null` if it does not report them. */
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
    /** Id of the view of the shown reading. */
    readonly view: string
    /** The reason for the fit, as a phrase. */
    readonly reason: string
    /** The reading's own note; may be empty. */
    readonly note: string
  }[]
  /** Numbers of NaN and infinite elements. */
  readonly outputs: readonly { readonly name: string; readonly nan: number; readonly inf: number }[]
}

/** A short summary of a result, from the shown reading of its best group. */
export type Headline = Answer & {
  /** Elements of the batch, if there are several. Things are counted in all of them; other answers are the first one's. */
  readonly batch?: number
}

export type Answer =
  /** `undecided`: the scores of all classes are almost even. */
  | { readonly kind: 'score'; readonly label: string; readonly value: number; readonly undecided?: boolean }
  /** The first few of `count` numbers in the first row. */
  | { readonly kind: 'numbers'; readonly values: readonly number[]; readonly count: number }
  /** Things in the pictures, most frequent first; `more` if there are others. Empty: none above the score `above`. */
  | {
      readonly kind: 'found'
      readonly things: readonly { readonly label: string; readonly count: number }[]
      readonly more: boolean
      readonly above: number
    }
  /** Shares of the first picture, 0…1, the largest first; `more` if there are others. Empty: all is background. */
  | {
      readonly kind: 'covered'
      readonly things: readonly { readonly label: string; readonly share: number }[]
      readonly more: boolean
    }
  /** A vector of `width` numbers, with its Euclidean length. */
  | { readonly kind: 'vector'; readonly width: number; readonly length: number }
  | { readonly kind: 'image'; readonly width: number; readonly height: number }
  | { readonly kind: 'text'; readonly text: string }
  /** The output has only NaN or infinite values. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'tensor'; readonly shape: readonly number[] }
