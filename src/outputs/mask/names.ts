import type { ModelMetadata } from '../../base/model.ts'
import type { Mask } from '../../base/readings/mask.ts'
import { choiceOf, type Values } from '../../base/values.ts'
import { type LabelSet, labelSets } from '../label-sets.ts'
import { backgroundName, typedNames } from '../typed-names.ts'

type Names = Pick<Mask, 'labels' | 'labelsSource'> & { readonly note: string }

/** Class names by index: those that the user typed, the set that the user chose, or those from the model's files. */
export function namesOf(channels: number | null, metadata: ModelMetadata, options: Values): Names {
  const typed = typedNames(choiceOf(options, 'labels'))
  if (typed !== null) return aligned(typed, 'your list', channels)
  const set = labelSets.find(({ id }) => id === options.labelSet)
  if (set !== undefined) return aligned(set.names, set.label, channels)
  if (metadata.labels === null) return { labels: null, labelsSource: null, note: '' }
  return aligned(metadata.labels, metadata.labelsSource ?? 'the model’s metadata', channels)
}

/** A list may leave out the background. */
function aligned(list: readonly string[], source: string, channels: number | null): Names {
  const whole = channels === null || list.length === channels
  const labels = whole ? list : list.length + 1 === channels ? ['background', ...list] : null
  if (labels !== null) return { labels, labelsSource: source, note: '' }
  const note = `${source} has ${list.length} names for ${channels} classes, so they are not used.`
  return { labels: null, labelsSource: null, note }
}

/** The sets that name as many classes, with or without a background. */
export function setsFor(channels: number | null): readonly LabelSet[] {
  return channels === null
    ? labelSets
    : labelSets.filter(({ names }) => names.length === channels || names.length + 1 === channels)
}

/** Published sets without a background: Cityscapes, ADE20K, COCO. */
const withoutBackground = new Set([19, 80, 150])

/** Whether class 0 is the background: by its name, else, as most families have it, by the number of classes. */
export function startsWithBackground(labels: readonly string[] | null, channels: number | null): boolean {
  if (labels !== null) return backgroundName.test(labels[0] ?? '')
  return channels === null || !withoutBackground.has(channels)
}
