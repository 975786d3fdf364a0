import { imageNet } from './image-net.ts'
import type { LabelSet } from './label-sets.ts'

/**
 * Published lists of classes of whole inputs. Models of one width may have them in different orders, so they are offered
 * only.
 */
export const classSets: readonly LabelSet[] = [
  { id: 'imagenet', label: 'ImageNet, 1,000 classes', names: imageNet },
  {
    id: 'emotions-fer',
    label: 'Emotions as in FER-2013',
    names: ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'],
  },
  {
    id: 'emotions-affectnet',
    label: 'Emotions as in AffectNet',
    names: ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'],
  },
  {
    id: 'emotions-face-api',
    label: 'Emotions as in face-api',
    names: ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'],
  },
]

/** The sets with as many classes, or one fewer than a model that counts the background as 0. */
export function classSetsFor(classes: number): readonly LabelSet[] {
  return classSets.filter((set) => namesIn(set, classes) !== null)
}

/** The names of a set for so many classes; `null` if it has other ones. */
export function namesIn({ id, names }: LabelSet, classes: number): readonly string[] | null {
  if (names.length === classes) return names
  return id === 'imagenet' && names.length === classes - 1 ? ['background', ...names] : null
}
