import { asNumber, asString, asStrings, get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'
import { facts } from './facts.ts'

/**
 * `metadata.json` of a Teachable Machine export. Its image library crops to the centre square, resizes to `imageSize` and
 * scales to −1…1 (github.com/googlecreativelab/teachablemachine-community, libraries/image/src/utils/tf.ts).
 */
export const teachableMachine: SidecarKind = {
  id: 'teachable-machine',
  names: /metadata[^/]*\.json$/i,
  read: (value, file) => {
    const library = asString(get(value, 'packageName')) ?? ''
    if (!library.startsWith('@teachablemachine/') && get(value, 'tmVersion') === undefined) return null
    const labels = asStrings(get(value, 'labels', 'wordLabels'))
    const imageSize = asNumber(get(value, 'imageSize'))
    const isImage = library === '@teachablemachine/image' || (library === '' && imageSize !== null)
    return {
      ...(labels === null ? {} : { labels, labelsSource: file.name }),
      ...(isImage
        ? {
            centreCrop: true,
            grayscale: get(value, 'grayscale') === true,
            scaling: { scale: 'minus-one-one', source: file.name },
          }
        : {}),
      ...(isImage && imageSize !== null ? { imageSize } : {}),
      facts: facts(value, {
        modelName: 'Model',
        packageName: 'Library',
        packageVersion: 'Library version',
        timeStamp: 'Saved',
      }),
    }
  },
}
