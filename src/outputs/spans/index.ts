import { choiceOf, numberOf } from '../../base/values.ts'
import type { Match, OutputKind } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'
import { typedNames } from '../typed-names.ts'
import { answerOutputs, readAnswer, usualShift } from './answer.ts'
import { isTokenClasses, readClasses } from './classes.ts'
import { tokensOfInput } from './source.ts'

/** Parts of the text that the model was fed: the start and end of an answer, or a class for each token. */
export const spans = {
  id: 'spans',

  match: (outputs, context) => {
    if (tokensOfInput(context) === null) return []
    // NaN has no place in an order; the raw tensor shows it.
    const tensors = tensorsOf(outputs, context).filter(({ data }) => !data.some(Number.isNaN))
    const answer = answerOutputs(tensors, context)
    const classes = tensors.filter((tensor) => !answer?.includes(tensor) && isTokenClasses(tensor, context))
    return [
      ...(answer === null
        ? []
        : [
            {
              fit: 0.98,
              reason: 'two outputs say for each token how well an answer starts and ends there',
              uses: answer.map(({ name }) => name),
              options: [
                {
                  id: 'shift',
                  label: 'Tokens before the first number',
                  type: 'number',
                  minor: true,
                  value: usualShift(context),
                  min: 0,
                  max: 8,
                  integer: true,
                } as const,
              ],
            },
          ]),
      ...classes.map(matchClasses),
    ]
  },

  decode: (outputs, context, options) => {
    const source = tokensOfInput(context)
    const lead = leadOf(outputs)
    const [tensor, other] = tensorsOf(outputs, context)
    if (source === null || tensor === undefined) throw misfit('parts of a text', lead)
    if (other !== undefined)
      return { view: 'spans', data: readAnswer([tensor, other], source, numberOf(options, 'shift')) }
    const typed = typedNames(choiceOf(options, 'labels'))
    const names = typed === null ? context.metadata : { labels: typed, labelsSource: 'your list' }
    return { view: 'spans', data: readClasses(tensor, source, names) }
  },
} satisfies OutputKind

function matchClasses({ name, shape }: Tensor): Match {
  return {
    fit: 0.93,
    reason: `there are ${shape[2]} scores for each token of the text`,
    uses: [name],
    options: [
      {
        id: 'labels',
        label: 'Labels',
        type: 'text',
        value: '',
        placeholder: 'One label per line, the first class first',
      },
    ],
  }
}
