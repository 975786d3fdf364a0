/** How a text becomes pieces: BERT's, SentencePiece's two, GPT-2's, or whole words. */
export type Tokenisation = 'word-piece' | 'unigram' | 'bpe' | 'byte-level' | 'words'

/** The pieces that a model of text knows, from a file beside it. */
export interface Vocabulary {
  readonly kind: Tokenisation
  /** Name of the file. */
  readonly source: string
  /** One line per piece: `piece`, its number and, for SentencePiece, its score and type, separated by tabs. */
  readonly pieces: string
  /** Of `byte-level`: one line per pair of pieces that are joined, separated by a blank, the first to be joined first. */
  readonly merges?: string
  /** Of `byte-level`: whether a blank is put before the text. */
  readonly prefixSpace?: boolean
  readonly lowerCase: boolean
  /** The number of what is not in the vocabulary, and of padding. */
  readonly unknown: number
  readonly pad: number
  /** Numbers put before the text and after each text; `null` for none. */
  readonly start: number | null
  readonly end: number | null
  /** Whether two end markers stand between two texts, as in RoBERTa. */
  readonly doubleEnd?: boolean
  /** Number of tokens that the model was trained with; `null` if the file does not say. */
  readonly length: number | null
  /** Whether padding and cutting happen at the front. */
  readonly front: boolean
}

/** A token and the characters that it came from. */
export interface Token {
  readonly piece: string
  readonly id: number
  /** UTF-16 positions in its text; both 0 for a token that stands for no characters. */
  readonly start: number
  readonly end: number
  /** The text that it belongs to: 0 or 1; `null` for tokens that mark starts, ends and padding. */
  readonly text: 0 | 1 | null
}

/** The tokens of an input, in its order and padded to its length. */
export interface TokenText {
  /** One or two texts, as typed. */
  readonly texts: readonly string[]
  readonly tokens: readonly Token[]
}
