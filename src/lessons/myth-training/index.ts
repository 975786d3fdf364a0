import type { Lesson } from '../contract.ts'
import { optimiserOff } from '../shared/optimiser.ts'
import { type AgainFacts, againFinding, sameAgain } from '../shared/same-again.ts'

export const mythTraining: Lesson<AgainFacts> = {
  id: 'myth-training',
  group: 'myths',
  title: '“Predicting trains it”',
  minutes: 2,
  lead: 'People get better at what they do often. A model is given the same input again and again; nobody tells it whether its answers were right.',
  question: ({ name, input }) => `${name} predicts ${input} up to 50 times in a row. What happens to its answer?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'surer',
        label: 'it becomes surer',
        why: 'practice helps',
        refute:
          'Practice changes a person. A prediction leaves the [weights] as they are, so there is nothing in which practice could be kept.',
      },
      {
        id: 'same',
        label: 'it stays the same',
        why: 'nothing is learned',
        refute: 'Here it did not, because of something beside the weights.',
      },
      {
        id: 'drifts',
        label: 'it drifts a little',
        why: 'small errors add up',
        refute: 'Each run starts from the same numbers, so errors of one run do not reach the next.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['table', 'keras'],
  steps: ({ name, input }) => [
    `${name} predicts ${input}`,
    'it predicts it again and again',
    'the first answer is compared with the last',
  ],
  experiment: (lab) => sameAgain(lab, false),
  figure: { kind: 'texts', scale: 'linear', heads: ['Run', 'Answer'], caption: '' },
  finding: (facts) =>
    againFinding(facts, {
      same: { kind: 'choice', option: 'same' },
      changed: { kind: 'choice', option: 'drifts' },
      headline: 'The answer stayed the same, digit for digit.',
      general: 'Learning needs known answers and a rule that changes the [weights]; [inference] has neither.',
      between: 'other runs of the same input',
    }),
  tries: [optimiserOff],
  transfer: ({ name, input }) => `Now ${name} predicts ${input} again and again. What happens to its answer?`,
  recall: {
    question: 'What would have to be added so that a model learns from its mistakes?',
    causes: ['The right answers, and a rule that changes the weights.', 'More predictions.', 'A faster backend.'],
  },
  advice: 'If answers change for equal inputs, look for random numbers or states in the model, not for learning.',
}
