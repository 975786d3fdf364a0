import type { ScaleAnswer } from '../base/clue.ts'

/** A usual range of pictures. */
export interface Range {
  readonly id: 'none' | 'zero-one' | 'minus-one-one' | 'imagenet' | 'caffe'
  /** Contrast against 0…1. */
  readonly gain: number
  /** Means that data sets have in this range. */
  readonly low: number
  readonly high: number
  /** A value on 0…1 of the given channel in this range. */
  ofPhoto(value: number, channel: number): number
}

export const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const

export const ranges: readonly Range[] = [
  { id: 'zero-one', gain: 1, low: 0.3, high: 0.6, ofPhoto: (x) => x },
  { id: 'minus-one-one', gain: 2, low: -0.35, high: 0.1, ofPhoto: (x) => 2 * x - 1 },
  {
    id: 'imagenet',
    gain: 4.4,
    low: -0.35,
    high: 0.35,
    ofPhoto: (x, c) => (x - (imagenet.mean[c] ?? 0.45)) / (imagenet.std[c] ?? 0.226),
  },
  { id: 'none', gain: 255, low: 80, high: 150, ofPhoto: (x) => 255 * x },
  { id: 'caffe', gain: 255, low: -25, high: 25, ofPhoto: (x, c) => 255 * (x - (imagenet.mean[c] ?? 0.45)) },
]

/** The words for a range in a reason. */
export function wordsFor({ scale }: ScaleAnswer): string {
  const words: Readonly<Record<ScaleAnswer['scale'], string>> = {
    none: '0…255',
    'zero-one': '0…1',
    'minus-one-one': '−1…1',
    imagenet: 'the ImageNet mean and deviation',
    caffe: 'the Caffe means (blue first)',
    'mean-std': 'its own mean and deviation',
  }
  return words[scale]
}
