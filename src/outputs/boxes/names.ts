import { formatCount } from '../../base/format.ts'
import type { ModelMetadata } from '../../base/model.ts'
import type { Boxes } from '../../base/readings/boxes.ts'
import { choiceOf, type Values } from '../../base/values.ts'
import { atIds, labelSets } from '../label-sets.ts'
import { backgroundName, typedNames } from '../typed-names.ts'
import type { Detector } from './layout.ts'

type Names = Pick<Boxes, 'labels' | 'labelsSource'> & { readonly note: string }

const numbered: Names = { labels: null, labelsSource: null, note: '' }

/**
 * Class names by the model's own numbers: those that the user typed, the set that the user chose, those of the family,
 * or those from the model's files.
 */
export function namesOf(detector: Detector, metadata: ModelMetadata, options: Values): Names {
  const typed = typedNames(choiceOf(options, 'labels'))
  if (typed !== null) return aligned(typed, 'your list', detector)
  const set = labelSets.find(({ id }) => id === options.labelSet)
  if (set !== undefined) return aligned(set.names, set.label, detector)
  if (detector.names !== undefined) return aligned(detector.names, 'the model’s layout', detector)
  if (metadata.labels === null) return numbered
  return aligned(metadata.labels, metadata.labelsSource ?? 'the model’s metadata', detector)
}

/** The ids of COCO: 80 classes, and ten numbers that are not used. */
const ids = 90

/** Aligns a list of names with the model's class numbers; the list may or may not start with the background. */
function aligned(list: readonly string[], source: string, { classes, firstClass }: Detector): Names {
  const hasBackground = backgroundName.test(list[0] ?? '')
  const listed = hasBackground ? list.slice(1) : list
  const things = classes === ids ? atIds(listed) : listed
  if (classes !== null && things.length !== classes) {
    // Ids may have gaps at their end that a list leaves out.
    const close = things.length < classes && things.length >= classes - 1
    if (!close) {
      const counts = `${formatCount(things.length, 'name')} for ${formatCount(classes, 'class', 'classes')}`
      return { ...numbered, note: `${source} has ${counts}, so the names are not used.` }
    }
  }
  const labels = [...Array.from({ length: firstClass }, () => ''), ...things]
  return { labels, labelsSource: source, note: '' }
}
