import type { Certainty, Clue } from '../../base/clue.ts'
import { asNumber, asString, asStrings, get } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'
import { facts } from './facts.ts'
import { labelsOfText } from './labels.ts'

/** How the image library of Teachable Machine prepares pictures. */
export function teachableMachineClues(certainty: Certainty, reason: string): readonly Clue[] {
  const common = { input: null, evidence: 'file', certainty, reason } as const
  return [
    { ...common, question: 'scale', answer: { scale: 'minus-one-one' } },
    { ...common, question: 'resize', answer: 'centre-crop' },
  ]
}

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
            grayscale: get(value, 'grayscale') === true,
            clues: teachableMachineClues('certain', `stated by ${file.name}`),
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

/**
 * `labels.txt` beside `keras_model.h5` (or in front of `model.savedmodel`), with lines such as `0 Cat`: the Keras export
 * of Teachable Machine, whose snippet crops to the centre and scales to −1…1.
 */
export const teachableMachineKeras: SidecarKind = {
  id: 'teachable-machine-keras',
  names: /^labels\.txt$/i,
  read: (value, file, main) => {
    const text = asString(value)
    if (text === null || main === null) return null
    const exported =
      /(^|\/)keras_model( ?\(\d+\))?\.h5$/i.test(main.path) || /(^|\/)model\.savedmodel\//i.test(main.path)
    if (!exported) return null
    const lines = text.trimEnd().split('\n')
    const labels = labelsOfText(text)
    if (labels === null || !lines.every((line, i) => line.startsWith(`${i} `))) return null
    const reason = `${file.name} beside ${main.name} is an export of Teachable Machine`
    return { labels, labelsSource: file.name, clues: teachableMachineClues('derived', reason) }
  },
}
