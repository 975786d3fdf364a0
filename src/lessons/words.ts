/** The technical words of the lessons, each with its meaning in one sentence. Texts mark them: `[weights]`. */
export const words = {
  weights: 'The numbers that training found. They are multiplied with the input and with each other’s results.',
  topology: 'The description of the model: which operations there are, and which result goes into which operation.',
  operation: 'One step of arithmetic on whole arrays, such as a convolution or an addition.',
  inference: 'Running a trained model on new data to get a prediction. Also called predicting.',
  training: 'Changing the weights step by step until the predictions fit known answers.',
  tensor: 'An array of numbers with a shape, such as [1, 224, 224, 3].',
  shape: 'The lengths of an array along each of its dimensions.',
  signature: 'A named entry into a saved model: which inputs it takes and which outputs it gives.',
  tracing: 'Running a Python function once to record its operations as a graph, which then runs without Python.',
  backend: 'What carries out the operations here: WebGPU, WebGL, WebAssembly or plain JavaScript.',
  kernel: 'The code with which a backend carries out one kind of operation.',
  preprocessing: 'Everything between a file and the numbers that the model gets: decoding, resizing, scaling.',
  batch: 'Several inputs that are run together, as one array.',
  hash: 'A short fingerprint of many bytes: if one bit differs, the fingerprint differs.',
  layer: 'A named part of a Keras model: operations together with their weights.',
  optimiser: 'Rewrites the graph before the first run, so that fewer operations give the same numbers.',
  quantised: 'Stored with fewer bits for each weight, and therefore a little less exactly.',
  median: 'The middle value: half of the runs took longer, half were shorter.',
  processor: 'The computer’s main chip (CPU), as opposed to its graphics chip (GPU).',
} as const

export type WordId = keyof typeof words

/** A piece of a text: plain, or a word with an explanation. */
export interface Piece {
  readonly text: string
  readonly word: WordId | null
}

/** Splits a text at its marked words. */
export function piecesOf(text: string): readonly Piece[] {
  return text
    .split(/(\[[a-z]+\])/)
    .filter((part) => part !== '')
    .map((part) => {
      const inner = part.slice(1, -1)
      const isWord = part.startsWith('[') && Object.hasOwn(words, inner)
      return isWord ? { text: inner, word: inner as WordId } : { text: part, word: null }
    })
}

/** The text without marks, for announcements and print. */
export function plainText(text: string): string {
  return piecesOf(text)
    .map((piece) => piece.text)
    .join('')
}
