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

/** The 150 classes of the scene parsing benchmark of ADE20K, without its background. */
const ade20k =
  `wall, building, sky, floor, tree, ceiling, road, bed, window pane, grass, cabinet, sidewalk, person, earth, door, table,
mountain, plant, curtain, chair, car, water, painting, sofa, shelf, house, sea, mirror, rug, field, armchair, seat, fence,
desk, rock, wardrobe, lamp, bathtub, railing, cushion, base, box, column, signboard, chest of drawers, counter, sand, sink,
skyscraper, fireplace, refrigerator, grandstand, path, stairs, runway, case, pool table, pillow, screen door, stairway,
river, bridge, bookcase, blind, coffee table, toilet, flower, book, hill, bench, countertop, stove, palm, kitchen island,
computer, swivel chair, boat, bar, arcade machine, hovel, bus, towel, light, truck, tower, chandelier, awning, streetlight,
booth, television, airplane, dirt track, apparel, pole, land, bannister, escalator, ottoman, bottle, buffet, poster, stage,
van, ship, fountain, conveyer belt, canopy, washer, plaything, swimming pool, stool, barrel, basket, waterfall, tent, bag,
minibike, cradle, oven, ball, food, step, tank, trade name, microwave, pot, animal, bicycle, lake, dishwasher,
projection screen, blanket, sculpture, hood, sconce, vase, traffic light, tray, ashcan, fan, pier, crt screen, plate,
monitor, bulletin board, shower, radiator, drinking glass, clock, flag`.split(/,\s+/)

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
  { id: 'ade20k', label: 'ADE20K, 150 classes', names: ade20k },
  { id: 'selfie', label: 'Parts of a person, 6 classes', names: selfie },
]

/** The sets with as many classes, or one more or fewer for the background; all of them if the number is unknown. */
export function setsFor(classes: number | null): readonly LabelSet[] {
  if (classes === null) return labelSets
  return labelSets.filter(({ names }) => Math.abs(names.length - classes) <= 1)
}
