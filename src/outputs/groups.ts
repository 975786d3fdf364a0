import type { Candidate } from '../base/reading.ts'
import { automaticOptions, type OutputGroup } from '../base/reading.ts'
import type { NamedOutput, ReadContext } from './contract.ts'
import { decode, outputKinds } from './kinds.ts'

type Found = Omit<Candidate, 'id'>

/** Fits above this are shown first; below it a reading is only offered. It is the fit of the raw tensor. */
const offered = 0.1

/**
 * Sorts the outputs of a run into groups, best first, with the ways to read each, and decodes the best one. Outputs that a reading uses
 * together are one group; every other output is a group of its own.
 */
export function readOutputs(outputs: readonly NamedOutput[], context: ReadContext): readonly OutputGroup[] {
  const found = outputKinds
    .flatMap((kind): readonly Found[] => kind.match(outputs, context).map((match) => ({ view: kind.id, ...match })))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
  return groupNames(found, outputs)
    .map((names) => groupOf(names, found, outputs, context))
    .sort((a, b) => fitOf(b) - fitOf(a))
}

/** Readings of several outputs claim them, best first; an output belongs to one group. */
function groupNames(found: readonly Found[], outputs: readonly NamedOutput[]): readonly (readonly string[])[] {
  const claimed = new Map<string, readonly string[]>()
  for (const { uses, fit } of found) {
    if (uses.length < 2 || fit <= offered || uses.some((name) => claimed.has(name))) continue
    for (const name of uses) claimed.set(name, uses)
  }
  return [...new Set(outputs.map(({ name }) => claimed.get(name) ?? [name]))]
}

/** First what reads the whole group, then what reads a part of it, each by its fit. */
function groupOf(
  names: readonly string[],
  found: readonly Found[],
  outputs: readonly NamedOutput[],
  context: ReadContext,
): OutputGroup {
  const own = found.filter(({ uses }) => names.includes(uses[0] ?? ''))
  const whole = own.filter((candidate) => names.every((name) => candidate.uses.includes(name)))
  const candidates = withIds([...whole, ...own.filter((candidate) => !whole.includes(candidate))])
  const [best] = candidates
  if (best === undefined) throw new Error(`nothing reads ${names.join(', ')}`)
  const options = automaticOptions(best)
  const { id, uses, reason, view } = best
  const interpretation = decode({ view, uses, options }, outputs, context)
  return { outputs: names, candidates, shown: { candidate: id, uses, reason, options, interpretation } }
}

/** The view is the id, for the best candidate of each view; further ones are told apart by what they read. */
function withIds(found: readonly Found[]): readonly Candidate[] {
  const taken = new Set<string>()
  return found.map((candidate) => {
    const id = taken.has(candidate.view) ? `${candidate.view} ${candidate.uses.join(' ')}` : candidate.view
    taken.add(candidate.view)
    return { ...candidate, id }
  })
}

function fitOf({ candidates }: OutputGroup): number {
  return candidates[0]?.fit ?? 0
}
