import { openImages } from './open-images.ts'

/** Published lists of class names, offered by their number of classes. */
export interface LabelSet {
  readonly id: string
  readonly label: string
  /** In the order of the classes, the first one first; empty where a number is not used. */
  readonly names: readonly string[]
}

/** The 80 classes of COCO, in the order of their ids. */
const coco =
  `person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant, stop sign,
parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella, handbag, tie,
suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, surfboard, tennis racket,
bottle, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut,
cake, chair, couch, potted plant, bed, dining table, toilet, tv, laptop, mouse, remote, keyboard, cell phone, microwave,
oven, toaster, sink, refrigerator, book, clock, vase, scissors, teddy bear, hair drier, toothbrush`.split(/,\s+/)

/** Ids between 1 and 90 that COCO does not use. */
const unused: ReadonlySet<number> = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83])

const voc =
  `aeroplane, bicycle, bird, boat, bottle, bus, car, cat, chair, cow, dining table, dog, horse, motorbike, person,
potted plant, sheep, sofa, train, tv monitor`.split(/,\s+/)

/** Training ids of Cityscapes, which has no background. */
const cityscapes =
  `road, sidewalk, building, wall, fence, pole, traffic light, traffic sign, vegetation, terrain, sky, person, rider, car,
truck, bus, train, motorcycle, bicycle`.split(/,\s+/)

/** Parts of a person, as MediaPipe's selfie segmenter of several classes numbers them. */
const selfie = ['background', 'hair', 'body skin', 'face skin', 'clothes', 'other']

function cocoIds(): readonly string[] {
  let next = 0
  return Array.from({ length: 90 }, (_, i) => (unused.has(i + 1) ? '' : (coco[next++] ?? '')))
}

/** The names of COCO's 80 classes moved to its ids, with empty names between them; other lists as they are. */
export function atIds(names: readonly string[]): readonly string[] {
  if (names.length !== coco.length) return names
  let next = 0
  return cocoIds().map((name) => (name === '' ? '' : (names[next++] ?? '')))
}

export const labelSets: readonly LabelSet[] = [
  { id: 'coco-80', label: 'COCO, 80 classes', names: coco },
  { id: 'coco-90', label: 'COCO, ids 1 to 90', names: cocoIds() },
  { id: 'open-images', label: 'Open Images, 601 classes', names: openImages },
  { id: 'voc', label: 'Pascal VOC, 20 classes', names: voc },
  { id: 'cityscapes', label: 'Cityscapes, 19 classes', names: cityscapes },
  { id: 'selfie', label: 'Parts of a person, 6 classes', names: selfie },
]

/** The sets with as many classes, or one more or fewer for the background; all of them if the number is unknown. */
export function setsFor(classes: number | null): readonly LabelSet[] {
  if (classes === null) return labelSets
  return labelSets.filter(({ names }) => Math.abs(names.length - classes) <= 1)
}
