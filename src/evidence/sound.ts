import type { Certainty, Clue, SoundAnswer } from '../base/clue.ts'
import type { Shape } from '../base/tensor.ts'
import type { Graph, GraphInput } from '../graph/graph.ts'

interface Model {
  readonly input: Shape
  readonly outputs: readonly (Shape | null)[]
  /** Of the outputs, as a text. */
  readonly names: string
}

/** A family of sound models that is known by its shapes. */
interface SoundFamily {
  readonly name: string
  matches(model: Model): boolean
  readonly certainty: Certainty
  readonly answer: SoundAnswer
}

/** The only dimension that is neither a batch of one nor a channel. */
const samples = ({ input }: Model): number | null | undefined =>
  input.length === 1 ? input[0] : input.length === 2 || (input.length === 3 && input[2] === 1) ? input[1] : undefined
const isSpectrum = ({ input }: Model, frames: number | null, bins: number): boolean =>
  (input.length === 3 || (input.length === 4 && input[3] === 1)) &&
  input[2] === bins &&
  (frames === null || input[1] === frames)
const hasClasses = ({ outputs }: Model, ...counts: readonly number[]): boolean =>
  outputs.some((shape) => counts.includes(shape?.at(-1) ?? 0))

/** The preprocessing of the applications that these models were published with. */
const families: readonly SoundFamily[] = [
  {
    name: 'Basic Pitch',
    matches: (model) => samples(model) === 43_844,
    certainty: 'derived',
    // Windows overlap by 30 frames of 256 samples, half of which are dropped on either side.
    answer: { rate: 22_050, hop: 43_844 - 30 * 256, lead: 15 * 256, level: 'unit' },
  },
  {
    name: 'CREPE',
    matches: (model) => samples(model) === 1024 && hasClasses(model, 360),
    certainty: 'derived',
    answer: { rate: 16_000, hop: 160, lead: 512, level: 'standardised' },
  },
  {
    name: 'SPICE',
    matches: (model) => samples(model) !== undefined && /uncertainty/i.test(model.names),
    certainty: 'derived',
    answer: { rate: 16_000, level: 'unit' },
  },
  {
    name: 'YAMNet',
    matches: (model) => samples(model) === 15_600,
    certainty: 'derived',
    answer: { rate: 16_000, hop: 7680, level: 'unit' },
  },
  {
    name: 'YAMNet',
    matches: (model) => samples(model) === null && hasClasses(model, 521),
    certainty: 'derived',
    answer: { rate: 16_000, level: 'unit' },
  },
  {
    name: 'speech commands of TensorFlow.js',
    matches: (model) => isSpectrum(model, 43, 232),
    certainty: 'derived',
    answer: { rate: 44_100, hop: 22 * 1024, level: 'standardised', spectrum: 'speech-commands' },
  },
  {
    name: 'VGGish',
    matches: (model) => isSpectrum(model, 96, 64) && hasClasses(model, 128),
    certainty: 'derived',
    answer: { rate: 16_000, level: 'unit', spectrum: 'vggish' },
  },
  {
    name: 'YAMNet’s spectrogram',
    matches: (model) => isSpectrum(model, 96, 64),
    certainty: 'guessed',
    answer: { rate: 16_000, hop: 7680, level: 'unit', spectrum: 'yamnet' },
  },
  {
    name: 'the simple audio tutorial of TensorFlow',
    matches: (model) => isSpectrum(model, 124, 129),
    certainty: 'derived',
    answer: { rate: 16_000, level: 'unit', spectrum: 'magnitude' },
  },
]

/** What the shapes of a model tell about the sound that an input takes. */
export function cluesOfSound({ name, shape }: GraphInput, { outputs }: Graph): readonly Clue[] {
  if (shape === null) return []
  const model = {
    input: shape,
    outputs: outputs.map((output) => output.shape),
    names: outputs.map((one) => one.name).join(' '),
  }
  const family = families.find(({ matches }) => matches(model))
  if (family === undefined) return []
  const { answer, certainty } = family
  const reason = `the shapes are those of ${family.name}`
  return [{ input: name, question: 'sound', answer, certainty, evidence: 'family', reason }]
}
