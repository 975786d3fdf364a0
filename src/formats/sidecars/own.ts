import { asObject, asStrings, get } from '../shared/json-value.ts'
import type { MetadataPart } from './contract.ts'
import { facts, usualFacts } from './facts.ts'
import { labelsOfJson } from './labels.ts'

/**
 * Metadata in the model file itself: `userDefinedMetadata`, and the class names stored there by ml5's feature
 * extractor.
 */
export function ownMetadata(root: unknown): MetadataPart {
  const own = get(root, 'userDefinedMetadata')
  const named = get(own, 'labels', 'classes', 'class_names', 'classNames', 'id2label')
  const labels =
    (named === undefined ? null : labelsOfJson(named)) ?? asStrings(get(get(root, 'ml5Specs'), 'mapStringToIndex'))
  const found = asObject(own) === null ? [] : facts(own, usualFacts)
  return { ...(labels === null ? {} : { labels, labelsSource: 'the model file' }), facts: found }
}
