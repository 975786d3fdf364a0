import type { Lesson } from '../contract.ts'
import { optimiserOff } from '../shared/optimiser.ts'
import { type AgainFacts, againFinding, sameAgain } from '../shared/same-again.ts'

export const learnsFromPhoto: Lesson<AgainFacts> = {
  id: 'learns-from-photo',
  group: 'myths',
  title: '“It learns from my photo”',
  minutes: 2,
  lead: 'Many people expect that a model remembers what it is shown: that after their own photo, it answers the next one a little differently.',
  question: ({ name, input }) =>
    `${name} predicts ${input}, then up to 20 other inputs, then ${input} again. Is the second answer another one?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'same',
        label: 'no, the same',
        why: 'nothing is kept of the inputs between',
        refute: 'Here it did change: this model keeps something between runs that is no weight.',
      },
      {
        id: 'changed',
        label: 'yes, a little',
        why: 'it has learned from the others',
        refute: 'It has not learned from them: the numbers of an input are gone once its answer is there.',
      },
      {
        id: 'forgot',
        label: 'yes, it has forgotten the first',
        why: 'new inputs push old ones out',
        refute: 'Nothing is pushed out, because nothing was stored: each run sees its own input alone.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['table', 'keras'],
  steps: ({ name, input }) => [
    `${name} predicts ${input}`,
    'it predicts other, made-up inputs',
    `it predicts ${input} again, and both answers are compared`,
  ],
  experiment: (lab) => sameAgain(lab, true),
  figure: { kind: 'texts', scale: 'linear', heads: ['Run', 'Answer'], caption: '' },
  finding: (facts) =>
    againFinding(facts, {
      same: { kind: 'choice', option: 'same' },
      changed: { kind: 'choice', option: 'changed' },
      headline: 'No: both answers are the same, digit for digit.',
      general:
        'A model keeps nothing of its inputs. A service may store your photo and train on it later; that is a second program.',
      between: 'other inputs',
    }),
  tries: [optimiserOff],
  transfer: ({ name, input }) =>
    `Now ${name}: ${input}, then other inputs, then ${input} again. Is the second answer another one?`,
  recall: {
    question: 'You show a model a private photo in this page. What of it is in the model afterwards?',
    causes: ['Nothing: a prediction writes no weight.', 'A compressed copy.', 'Its main features.'],
  },
  advice: 'Whether a photo is used for training is a question about who stores it. Here, nothing is stored or sent.',
}
