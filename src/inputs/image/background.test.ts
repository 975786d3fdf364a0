import { expect, test } from 'vitest'
import type { Values } from '../../base/values.ts'
import { picture, preparePicture, spec, stepOf } from '../fixtures/index.ts'

/** Red 200, green 100, blue 0, at 3/5 of opacity. */
const glass = picture(4, 4, () => [200, 100, 0, 153])

const prepared = (values: Values) =>
  preparePicture(glass, spec([1, 4, 4, 3], 'int32'), { settings: [{ id: 'read', values }] })

test.each([
  ['drop', [200, 100, 0], 'transparency dropped'],
  ['white', [222, 162, 102], 'transparency composited over white'],
  ['black', [120, 60, 0], 'transparency composited over black'],
  ['grey', [171, 111, 51], 'transparency composited over grey'],
  ['colour', [124, 68, 22], 'transparency composited over #0a1437'],
])('a transparent picture over %s', async (alpha, pixel, words) => {
  const found = await prepared({ alpha, background: '#0a1437' })
  expect([...found.tensor.data.slice(0, 3)]).toEqual(pixel)
  expect(stepOf(found, 'read').summary).toContain(words)
})

test('an own colour that is none is ignored with a warning', async () => {
  const found = await prepared({ alpha: 'colour', background: 'mauve' })
  expect(stepOf(found, 'read').values).toMatchObject({ alpha: 'colour', background: '#808080' })
  expect(found.description.warnings.map(({ message }) => message).join()).toContain('read.background = "mauve"')
})
