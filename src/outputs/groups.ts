import { type Candidate, chosenOf, type OutputGroup, type ReadingChoices } from '../base/reading.ts'
import type { NamedOutput, ReadContext } from './contract.ts'
import { decode, outputKinds } from './kinds.ts'

type Found = Omit<Candidate, 'id'>

/** The fit of the raw tensor. Better fits are shown first; readings below it are only offered. */
const offered = 0.1

/**
 * Groups the outputs of a run, best first, with the ways to read each group, and decodes the chosen one, or else the best.
 * Outputs that one reading uses together form a group; every other output is a group of its own.
 */
export function readOutputs(
  outputs: readonly NamedOutput[],
  context: ReadContext,
  choices: ReadingChoices = {},
): readonly OutputGroup[] {
  const found = outputKinds
    .flatMap((kind): readonly Found[] => kind.match(outputs, context).map((match) => ({ view: kind.id, ...match })))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
  return groupNames(found, outputs)
    .map((names) => groupOf(names, found, outputs, context, choices))
    .sort((a, b) => rankOf(b) - rankOf(a))
    .map((group, place) => ({ ...group, open: place < alwaysOpen || isAnswer(group) }))
}

/** Number of groups that are open whatever they are called. */
const alwaysOpen = 2

/** Names of outputs that are answers rather than feature maps or intermediate layers. */
const answers = /detection|box|keypoint|class|score|prob|softmax|label|predict|answer/i
const notAnswers = /raw|anchor|feature|embed|hidden|attention/i

function isAnswer({ outputs }: Pick<OutputGroup, 'outputs'>): boolean {
  return outputs.some((name) => answers.test(name) && !notAnswers.test(name))
}

/** Groups named as answers come first; otherwise the better fit. */
function rankOf(group: Omit<OutputGroup, 'open'>): number {
  return fitOf(group) + (isAnswer(group) ? 1 : 0)
}

/** Assigns outputs to the readings that use several of them, best first; an output belongs to one group. */
function groupNames(found: readonly Found[], outputs: readonly NamedOutput[]): readonly (readonly string[])[] {
  const claimed = new Map<string, readonly string[]>()
  for (const { uses, fit } of found) {
    if (uses.length < 2 || fit <= offered || uses.some((name) => claimed.has(name))) continue
    for (const name of uses) claimed.set(name, uses)
  }
  return [...new Set(outputs.map(({ name }) => claimed.get(name) ?? [name]))]
}

/** Readings of the whole group come first, then readings of a part; each by fit. */
function groupOf(
  names: readonly string[],
  found: readonly Found[],
  outputs: readonly NamedOutput[],
  context: ReadContext,
  choices: ReadingChoices,
): Omit<OutputGroup, 'open'> {
  const own = found.filter(({ uses }) => names.includes(uses[0] ?? ''))
  const whole = own.filter((candidate) => names.every((name) => candidate.uses.includes(name)))
  const candidates = withIds([...whole, ...own.filter((candidate) => !whole.includes(candidate))])
  const { candidate, options } = chosenOf({ outputs: names, candidates }, choices)
  const { id, uses, reason, view } = candidate
  const interpretation = decode({ view, uses, options }, outputs, context)
  return { outputs: names, candidates, shown: { candidate: id, uses, reason, options, interpretation } }
}

/** The id is the view for the best candidate of each view; the names of the outputs are appended for the others. */
function withIds(found: readonly Found[]): readonly Candidate[] {
  const taken = new Set<string>()
  return found.map((candidate) => {
    const id = taken.has(candidate.view) ? `${candidate.view} ${candidate.uses.join(' ')}` : candidate.view
    taken.add(candidate.view)
    return { ...candidate, id }
  })
}

function fitOf({ candidates }: Pick<OutputGroup, 'candidates'>): number {
  return candidates[0]?.fit ?? 0
}
