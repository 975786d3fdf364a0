/**
 * How well a choice is founded. `certain`: stated by a file, by the model's own arithmetic, or by the user. `derived`:
 * recovered from the weights or the structure. `guessed`: a convention.
 */
export type Certainty = 'certain' | 'derived' | 'guessed'

/** The scaling of an 8-bit picture: options of the step `scale`. `mean`, `std` and `range` belong to `mean-std`. */
export interface ScaleAnswer {
  readonly scale: 'none' | 'zero-one' | 'minus-one-one' | 'imagenet' | 'caffe' | 'mean-std'
  readonly mean?: readonly number[]
  readonly std?: readonly number[]
  /** The values to which mean and deviation apply: 0…1 or 0…255. */
  readonly range?: '1' | '255'
}

/** How a sound becomes windows. Omitted: it is cut without overlap, and its samples are −1…1. */
export interface SoundAnswer {
  /** Samples per second. */
  readonly rate: number
  /** Samples from the start of a window to that of the next, and zeros before the first sample. */
  readonly hop?: number
  readonly lead?: number
  readonly level?: SoundLevel
  /** The kind of spectrogram, if the input takes one. */
  readonly spectrum?: SpectrumKind
}

/** `unit`: −1…1; `int16`: −32768…32767; `standardised`: mean 0 and deviation 1 in each window. */
export type SoundLevel = 'unit' | 'int16' | 'standardised'

export type SpectrumKind = 'speech-commands' | 'yamnet' | 'vggish' | 'magnitude'

/** The questions about the preparation of an input, with their answers. */
export interface Answers {
  readonly scale: ScaleAnswer
  readonly order: 'rgb' | 'bgr'
  readonly resize: 'stretch' | 'fit' | 'centre-crop'
  /** Side of the square that an input of free size was trained on. */
  readonly side: number
  /** `raw`: the model's own layers scale the columns. */
  readonly columns: 'raw'
  readonly sound: SoundAnswer
}

export type Question = keyof Answers

/**
 * Kinds of evidence, strongest first. What speaks of the training data comes before what speaks of the architecture: a
 * MobileNetV2 trained on 0…1 exists.
 */
const strength = ['arithmetic', 'file', 'statistics', 'family', 'architecture', 'convention'] as const

export type Evidence = (typeof strength)[number]

/** One answer to one question, with its evidence. */
export type Clue = {
  readonly [Q in Question]: {
    /** Name of the input; `null`: every input that the question concerns. */
    readonly input: string | null
    readonly question: Q
    readonly answer: Answers[Q]
    readonly certainty: Certainty
    readonly evidence: Evidence
    /** A phrase without a full stop: `stated by metadata.json`. */
    readonly reason: string
  }
}[Question]

export type ClueTo<Q extends Question> = Extract<Clue, { readonly question: Q }>

/** Clues in the order of their evidence; those of one kind keep their order. */
export function byStrength(clues: readonly Clue[]): readonly Clue[] {
  return clues.toSorted((a, b) => strength.indexOf(a.evidence) - strength.indexOf(b.evidence))
}

/** The clues to one question about an input, strongest first. */
export function cluesTo<Q extends Question>(clues: readonly Clue[], question: Q, input: string): readonly ClueTo<Q>[] {
  return clues.filter(
    (clue): clue is ClueTo<Q> => clue.question === question && (clue.input === null || clue.input === input),
  )
}
