import type { ChannelMap } from './channel-map.ts'
import type { EvidenceOptions } from './subject.ts'

/** Names listed in a reason. */
const listed = 3

/** `the layers get_item, stack and add`: where the values were changed. */
export function placesOf({ by }: Pick<ChannelMap, 'by'>, { unit }: EvidenceOptions): string {
  const names = [
    ...new Set(by.flatMap(({ name, origin }) => (origin === undefined || origin.length === 0 ? [name] : origin))),
  ]
  const word = unit === 'layer' ? 'layer' : 'node'
  const shown = names.length > listed ? [...names.slice(0, listed - 1), `${names.length - listed + 1} more`] : names
  const last = shown.at(-1) ?? ''
  return `the ${word}${names.length === 1 ? '' : 's'} ${shown.length === 1 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`}`
}
