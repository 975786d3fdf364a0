import type { Sample } from '../samples.ts'

const variables = ['variables/variables.index', 'variables/variables.data-00000-of-00001']

const shared = { takes: 'drawings', look: '', licence: 'Apache-2.0', picture: '' } as const

/** Models that only lessons use: SavedModels with several signatures, made by `scripts/references/signatures_sample.py`. */
export const lessonSamples: readonly Sample[] = [
  {
    ...shared,
    id: 'doors',
    title: 'Digits with three signatures',
    task: 'Read a digit, or the features of one',
    bytes: 217_000,
    files: [
      ...['saved_model.pb', ...variables].map((path) => ({ path: `doors/${path}`, url: `samples/doors/${path}` })),
      { path: 'doors/digit-8.png', url: 'samples/keras/digit-8.png' },
    ],
  },
  {
    ...shared,
    id: 'degrees',
    title: 'Degrees',
    task: 'Convert temperatures',
    bytes: 12_000,
    files: ['saved_model.pb', ...variables, 'celsius.csv'].map((path) => ({
      path: `degrees/${path}`,
      url: `samples/degrees/${path}`,
    })),
  },
]
