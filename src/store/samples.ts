/** One file of a bundled sample. */
export interface SampleFile {
  /** Path in the sample's drop; the page shows its folder as the model's name. */
  readonly path: string
  /** URL relative to the page's base URL. */
  readonly url: string
}

/** What the samples take, in the order of the start page. */
export const sampleGroups = [
  { id: 'photos', title: 'Photos' },
  { id: 'drawings', title: 'Drawings' },
  { id: 'sounds', title: 'Sounds' },
  { id: 'tables', title: 'Tables' },
] as const

/** A bundled model with inputs: one click, no network. */
export interface Sample {
  readonly id: string
  readonly title: string
  /** The model's task, as a short phrase. */
  readonly task: string
  /** What to look for in its result: a sentence. */
  readonly look: string
  readonly takes: (typeof sampleGroups)[number]['id']
  /** Total size of its files, bytes. */
  readonly bytes: number
  /** SPDX identifier of the model's licence; see THIRD_PARTY.md for details. */
  readonly licence: string
  /** URL of the card's picture, relative to the page's base URL. */
  readonly picture: string
  readonly files: readonly SampleFile[]
}

function files(id: string, model: string, names: readonly string[]): readonly SampleFile[] {
  return names.map((name) => ({ path: `${model}/${name}`, url: `samples/${id}/${name}` }))
}

/** Darknet's converter wrote one group, and therefore one file, per weight. */
const darknetShards = Array.from({ length: 31 }, (_, i) => `group${i + 1}-shard1of1`)

/** The bundled samples, in the order of their cards; the first one is the page's default. */
export const samples: readonly Sample[] = [
  {
    id: 'photo',
    title: 'Photo of a cat',
    task: 'Classify a photo into 1000 ImageNet classes',
    look: 'Look at the runners-up: tabby, tiger cat, and a plastic bag between them.',
    takes: 'photos',
    bytes: 4_270_867,
    licence: 'MIT',
    picture: 'samples/photo/card.webp',
    files: files('photo', 'darknet-tiny', ['model.json', ...darknetShards, 'labels.txt', 'glassbox.json', 'cat.jpg']),
  },
  {
    id: 'objects',
    title: 'Things on a beach',
    task: 'Find people and kites in a photo',
    look: 'Lower the score: more boxes appear, right ones and wrong ones.',
    takes: 'photos',
    bytes: 4_530_689,
    licence: 'MIT',
    picture: 'samples/objects/card.webp',
    files: files('objects', 'centernet', ['centernet.json', 'centernet.bin', 'labels.txt', 'beach.jpg']),
  },
  {
    id: 'faces',
    title: 'Faces in an office',
    task: 'Find each face with its eyes, nose, mouth and ears',
    look: 'One of the five faces is just certain enough: raise the score a little, and it goes.',
    takes: 'photos',
    bytes: 780_535,
    licence: 'MIT',
    picture: 'samples/faces/card.webp',
    files: files('faces', 'blazeface', ['blazeface.json', 'blazeface.bin', 'office.jpg']),
  },
  {
    id: 'pose',
    title: 'A squat',
    task: 'Find the joints of a person',
    look: 'Each of the 17 points has a score of its own: raise the lowest one, and see which go first.',
    takes: 'photos',
    bytes: 4_846_589,
    licence: 'MIT',
    picture: 'samples/pose/card.webp',
    files: files('pose', 'movenet-lightning', [
      'movenet-lightning.json',
      'movenet-lightning.bin',
      'glassbox.json',
      'squat.jpg',
    ]),
  },
  {
    id: 'mask',
    title: 'Portrait mask',
    task: 'Separate a person from the background',
    look: 'About half of the picture is the person: save the cut-out without the other half.',
    takes: 'photos',
    bytes: 338_455,
    licence: 'MIT',
    picture: 'samples/mask/card.webp',
    files: files('mask', 'selfie-segmentation', ['selfie.json', 'selfie.bin', 'grace-hopper.jpg']),
  },
  {
    id: 'upscale',
    title: 'A larger parrot',
    task: 'Double the size of a picture',
    look: 'Move the line between before and after, and zoom in on the feathers.',
    takes: 'photos',
    bytes: 925_012,
    licence: 'MIT',
    picture: 'samples/upscale/card.webp',
    files: files('upscale', 'esrgan-x2', ['model.json', 'group1-shard1of1.bin', 'parrot.png']),
  },
  {
    id: 'doodle',
    title: 'Doodles',
    task: 'Recognise a line drawing among 345 classes',
    look: 'Nothing says how the drawings were scaled: compare the three ways at the result.',
    takes: 'drawings',
    bytes: 2_195_944,
    licence: 'MIT',
    picture: 'samples/doodle/card.webp',
    files: files('doodle', 'doodlenet', [
      'model.json',
      'group1-shard1of1.bin',
      'class_names.txt',
      'sailboat.png',
      'umbrella.png',
      'cat.png',
    ]),
  },
  {
    id: 'digits',
    title: 'Handwritten digits',
    task: 'Read a digit of 28 × 28 pixels',
    look: 'Three digits at once; then choose Draw in the input column, and write your own.',
    takes: 'drawings',
    bytes: 162_276,
    licence: 'MIT',
    picture: 'samples/digits/card.webp',
    files: files('digits', 'mnist-cnn', [
      'model.json',
      'group1-shard1of1.bin',
      'labels.txt',
      'digit-7.png',
      'digit-3.png',
      'digit-5.png',
    ]),
  },
  {
    id: 'keras',
    title: 'Keras digits',
    task: 'Read a digit with a .keras file, as saved after training',
    look: 'Open the optimiser: it says which layers were folded into which.',
    takes: 'drawings',
    bytes: 492_064,
    licence: 'MIT',
    picture: 'samples/keras/card.svg',
    files: files('keras', 'mnist-keras', [
      'mnist-cnn.keras',
      'labels.txt',
      'digit-2.png',
      'digit-8.png',
      'digit-9.png',
    ]),
  },
  {
    id: 'notes',
    title: 'Ode to Joy',
    task: 'Write down the notes of a tune',
    look: 'Fifteen notes, one after the other: play the tune, and follow them on the time axis.',
    takes: 'sounds',
    bytes: 973_430,
    licence: 'Apache-2.0',
    picture: 'samples/notes/card.svg',
    files: files('notes', 'basic-pitch', ['model.json', 'group1-shard1of1.bin', 'ode-to-joy.mp3']),
  },
  {
    id: 'table',
    title: 'Age of abalones',
    task: 'Predict a number from the columns of a table',
    look: 'Eight rows become eight numbers of rings: an abalone is 1.5 years older than its rings.',
    takes: 'tables',
    bytes: 14_773,
    licence: 'Apache-2.0',
    picture: 'samples/table/card.svg',
    files: files('table', 'abalone', ['model.json', 'weights.bin', 'glassbox.json', 'abalone.csv']),
  },
  {
    id: 'penguins',
    title: 'Penguins',
    task: 'Distinguish three species with a SavedModel',
    look: 'Each column is an input of its own. How they were scaled is a guess: compare the three ways.',
    takes: 'tables',
    bytes: 135_503,
    licence: 'Apache-2.0',
    picture: 'samples/penguins/card.svg',
    files: files('penguins', 'penguins', [
      'saved_model.pb',
      'variables/variables.index',
      'variables/variables.data-00000-of-00001',
      'labels.txt',
      'penguins.csv',
    ]),
  },
]
