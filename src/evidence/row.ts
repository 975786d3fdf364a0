import type { Clue } from '../base/clue.ts'
import { rangeOfArithmetic, rangeOfMoments } from './arithmetic.ts'
import { type ChannelMap, isIdentity } from './channel-map.ts'
import { normalisationOf } from './normalisation.ts'
import { placesOf } from './reasons.ts'
import type { Subject } from './subject.ts'

/** What the graph tells about an input of columns, which may also be a flattened picture. */
export async function cluesOfRow(subject: Subject): Promise<readonly Clue[]> {
  const { graph, input, readers, constants, signal } = subject
  const [reader] = readers
  if (reader === undefined) return []
  const { map, node } = reader
  const clues: Clue[] = []
  const common = { input: input.name, evidence: 'arithmetic', certainty: 'certain' } as const
  if (!isIdentity(map) && map.by.length > 0) {
    const reason = `${placesOf(map, subject)} scale the columns`
    clues.push({ ...common, question: 'columns', answer: 'raw', reason })
    const found = rangeOfArithmetic(averaged(map))
    if (found !== null)
      clues.push({
        ...common,
        question: 'scale',
        answer: { scale: found.scale },
        certainty: found.certainty,
        reason: `stated by ${placesOf(map, subject)}`,
      })
  }
  const moments = await normalisationOf(graph, node)?.(constants, signal)
  if (moments === null || moments === undefined || !isIdentity(map)) return clues
  const deviation = moments.variance.map(Math.sqrt)
  const standardised = moments.mean.every((m) => Math.abs(m) < 0.5) && deviation.every((s) => s > 0.3 && s < 2)
  if (standardised || rangeOfMoments(moments.mean, deviation)?.scale === 'zero-one') return clues
  const reason = 'the batch normalisation on the input remembers columns that were not scaled'
  return [...clues, { ...common, question: 'columns', answer: 'raw', evidence: 'statistics', reason }]
}

function averaged(map: ChannelMap): ChannelMap {
  const mean = (values: readonly number[]): readonly number[] => [
    values.reduce((sum, value) => sum + value, 0) / values.length,
  ]
  return { ...map, from: [0], factor: mean(map.factor), offset: mean(map.offset) }
}
