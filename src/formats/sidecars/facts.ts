import type { ModelMetadata } from '../../base/model.ts'
import { get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/** Longer texts are truncated to fit the page's table. */
const longest = 300

/** The scalar values of an object under the given keys, as label and value. */
export function facts(value: unknown, labels: Readonly<Record<string, string>>): ModelMetadata['facts'] {
  return Object.entries(labels).flatMap(([key, label]) => {
    const found = get(value, key)
    if (typeof found !== 'string' && typeof found !== 'number') return []
    const text = String(found).trim()
    return text === '' ? [] : [{ label, value: text.length > longest ? `${text.slice(0, longest)}…` : text }]
  })
}

export const usualFacts: Readonly<Record<string, string>> = {
  description: 'Description',
  author: 'Author',
  authors: 'Authors',
  license: 'Licence',
  licence: 'Licence',
  version: 'Version',
  modelVersion: 'Version',
  trainedDate: 'Trained',
  architecture: 'Architecture',
  features: 'Features',
  homepage: 'Home page',
}

/** Any other `metadata.json` or `config.json` that has something worth showing. */
export const describedModel: SidecarKind = {
  id: 'description',
  names: /^(metadata|config|info|model_?card)\.json$/i,
  read: (value) => {
    const found = facts(value, usualFacts)
    return found.length === 0 ? null : { facts: found }
  },
}
