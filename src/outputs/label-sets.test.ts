import { expect, it } from 'vitest'
import { atIds, labelSets, setsFor } from './label-sets.ts'

const named = (id: string) => labelSets.find((set) => set.id === id)?.names ?? []

it('have their classes at the published numbers', () => {
  expect(named('coco-80')).toHaveLength(80)
  expect([0, 15, 16, 79].map((i) => named('coco-80')[i])).toEqual(['person', 'cat', 'dog', 'toothbrush'])
  // Ids begin with 1.
  expect([1, 17, 18, 44, 90].map((id) => named('coco-90')[id - 1])).toEqual([
    'person',
    'cat',
    'dog',
    'bottle',
    'toothbrush',
  ])
  expect(named('coco-90').filter((name) => name === '')).toHaveLength(10)
  expect(named('voc')).toHaveLength(20)
  expect([1, 8, 12, 20].map((id) => named('voc')[id - 1])).toEqual(['aeroplane', 'cat', 'dog', 'tv monitor'])
  expect(named('open-images')).toHaveLength(601)
  expect([1, 69, 122, 245, 446, 489, 571, 601].map((id) => named('open-images')[id - 1])).toEqual([
    'Tortoise',
    'Person',
    'Cat',
    'Ceiling fan',
    'Dog',
    'Goose',
    'Car',
    'Helmet',
  ])
})

it('have the published numbers for scenes, from 1 behind the background', () => {
  const ade20k = ['background', ...named('ade20k')]
  expect(ade20k).toHaveLength(151)
  expect([1, 13, 57, 84, 137, 150].map((i) => ade20k[i])).toEqual([
    'wall',
    'person',
    'pool table',
    'truck',
    'traffic light',
    'flag',
  ])
})

it('are offered by the number of classes', () => {
  expect(setsFor(80).map(({ id }) => id)).toEqual(['coco-80'])
  expect(setsFor(91).map(({ id }) => id)).toEqual(['coco-90'])
  expect(setsFor(601).map(({ id }) => id)).toEqual(['open-images'])
  expect(setsFor(150).map(({ id }) => id)).toEqual(['ade20k'])
  expect(setsFor(151).map(({ id }) => id)).toEqual(['ade20k'])
  expect(setsFor(3)).toEqual([])
  expect(setsFor(null)).toEqual(labelSets)
})

it('move 80 names to the ids of COCO', () => {
  expect(atIds(named('coco-80'))).toEqual(named('coco-90'))
  expect(atIds(['a', 'b'])).toEqual(['a', 'b'])
})
