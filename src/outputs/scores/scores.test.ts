import { describe, expect, it } from 'vitest'
import type { Scores } from '../../base/run.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { OutputContext } from '../contract.ts'
import { contextOf, stringsOf, tensorOf, wave } from '../fixtures.ts'
import { scores } from './index.ts'
import { softmax } from './softmax.ts'

function decode(value: TensorValue, context: OutputContext = contextOf(value)): Scores {
  const reading = scores.decode(value, context)
  if (reading.view !== 'scores') throw new Error(`scores expected, ${reading.view} found`)
  return reading.data
}

/** darknet-tiny on cat.jpg: the first eight logits, four of the five best and the smallest are the real ones. */
function darknet(): TensorValue {
  const data = wave(1000, 8)
  data.splice(0, 8, 9.58059, -2.64827, 7.21127, 3.41389, -2.18706, -2.16592, -0.172534, 13.7536)
  Object.assign(data, { 187: 12.0554, 94: 11.9928, 173: 11.2062, 128: 11.1068, 500: -10.7614 })
  return tensorOf([1, 1000], data)
}

describe('probabilities', () => {
  // emotion-gray64 on face.png.
  const emotion = tensorOf([1, 7], [0.0461483, 0.00017304, 0.0446595, 0.000769941, 0.888193, 0.000546817, 0.0195094])
  const labels = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']

  it('are shown as they are, best first, with names', () => {
    const data = decode(emotion, contextOf(emotion, { labels, labelsSource: 'labels.txt' }))
    expect(data.rows[0]?.top.map(({ label }) => label)).toEqual([
      'sad',
      'angry',
      'fear',
      'neutral',
      'happy',
      'surprise',
      'disgust',
    ])
    expect(data.rows[0]?.top[0]?.value).toBeCloseTo(0.888193, 6)
    expect(data).toMatchObject({ applied: 'none', classes: 7, labelsSource: 'labels.txt' })
    expect(data.note).toBe('The output holds probabilities that sum to 1; nothing was applied.')
  })
  it('are numbered without names', () => {
    expect(decode(emotion).rows[0]?.top[0]).toMatchObject({ label: 'class 4', index: 4 })
    expect(decode(emotion).labelsSource).toBeNull()
  })
  it('are recognised for two classes', () => {
    const value = tensorOf([1, 2], [0.998904, 0.00109573])
    expect(scores.match(value, contextOf(value))).toBe(0.95)
  })
  it('are read per row of a batch, and from [b, 1, 1, n]', () => {
    const value = tensorOf([2, 1, 1, 3], [0.00837632, 0.965891, 0.0257331, 0.911785, 0.00629461, 0.0819207])
    expect(decode(value).rows.map(({ top }) => top[0]?.index)).toEqual([1, 0])
  })
})

describe('logits', () => {
  it('of ImageNet get a softmax, and the note says so', () => {
    const value = darknet()
    const data = decode(value)
    expect(scores.match(value, contextOf(value))).toBe(0.7)
    expect(data.applied).toBe('softmax')
    expect(data.note).toBe(
      'The output holds logits (from −10.8 to 13.8), not probabilities; softmax was applied. The raw values are in the exports.',
    )
    const top = data.rows[0]?.top ?? []
    expect(top.slice(0, 5).map(({ index }) => index)).toEqual([7, 187, 94, 173, 128])
    expect(top.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12)
    expect((top[0]?.value ?? 0) / (top[1]?.value ?? 1)).toBeCloseTo(Math.exp(13.7536 - 12.0554), 4)
  })
  it('that are logarithms of probabilities are named so', () => {
    const value = tensorOf([1, 3], [0.2, 0.3, 0.5].map(Math.log))
    const data = decode(value)
    expect(data.rows[0]?.top[0]?.value).toBeCloseTo(0.5, 6)
    expect(data.note).toContain('logarithms of probabilities')
  })
  it('of a few classes are scores only when named', () => {
    const penguins = tensorOf([1, 3], [2.871408, -0.803935, -2.751809])
    expect(scores.match(penguins, contextOf(penguins))).toBe(0.05)
    const named = contextOf(penguins, { labels: ['Adélie', 'Chinstrap', 'Gentoo'], labelsSource: 'labels.txt' })
    expect(scores.match(penguins, named)).toBe(0.9)
    expect(decode(penguins, named).rows[0]?.top[0]?.label).toBe('Adélie')
  })
})

describe('values in 0…1 with another sum', () => {
  it('are independent scores, shown as they are', () => {
    const value = tensorOf([1, 5], [0.9, 0.8, 0.1, 0.05, 0.65])
    expect(scores.match(value, contextOf(value))).toBe(0.6)
    expect(decode(value)).toMatchObject({
      applied: 'none',
      note: 'The values lie between 0 and 1 but sum to 2.5: they are independent scores, not shares of one, and are shown as they are.',
    })
    expect(decode(value).rows[0]?.top[0]?.value).toBeCloseTo(0.9, 6)
  })
})

describe('vectors that are no scores', () => {
  it('a face embedding of unit length is only offered', () => {
    // mobilefacenet on face.png: [1, 192], the real elements first; scaled to unit length as the model does.
    const data = wave(192, 1)
    data.splice(0, 8, -0.00892441, 0.0218362, -0.00435673, 0.0118357, -0.00915918, -0.0188069, 0.068269, -0.000580857)
    const length = Math.hypot(...data)
    const value = tensorOf(
      [1, 192],
      data.map((x) => x / length),
    )
    expect(scores.match(value, contextOf(value))).toBe(0.05)
  })
  it('any vector of unit length and no usual width likewise', () => {
    const data = wave(200, 1)
    const length = Math.hypot(...data)
    const value = tensorOf(
      [1, 200],
      data.map((x) => x / length),
    )
    expect(scores.match(value, contextOf(value))).toBe(0.05)
    expect(scores.match(tensorOf([1, 200], data), contextOf(value))).toBe(0.7)
  })
  it('coordinates of a face mesh in pixels', () => {
    const data = Array.from({ length: 1404 }, (_, i) => (i % 3 === 2 ? -17.75 : 40 + (i % 119)))
    const value = tensorOf([1, 1404], data)
    expect(scores.match(value, contextOf(value))).toBe(0.05)
  })
  it('activations after a ReLU', () => {
    const value = tensorOf(
      [1, 84],
      wave(84, 11.6858).map((x) => Math.max(0, x)),
    )
    expect(scores.match(value, contextOf(value))).toBe(0.05)
  })
  it('scores of boxes beside [1, 100, 4] boxes', () => {
    const value = tensorOf(
      [1, 100],
      wave(100, 0.4).map((x) => 0.5 + x),
    )
    const boxes = { name: 'Identity_1', value: tensorOf([1, 100, 4], wave(400, 1)) }
    expect(scores.match(value, contextOf(value, {}, [boxes]))).toBe(0)
  })
  it('strings, single numbers, feature maps, nothing at all', () => {
    for (const value of [
      stringsOf([1, 2], ['a', 'b']),
      tensorOf([1, 1], [0.37]),
      tensorOf([1, 25, 25, 17], wave(10_625, 9)),
      tensorOf([1, 0], []),
    ]) {
      expect(scores.match(value, contextOf(value))).toBe(0)
    }
  })
})

describe('names', () => {
  it('come from a string output beside the scores', () => {
    // languagedetection: head/Tile names the classes of head/predictions/probabilities; shortened to eight of 54.
    const value = tensorOf([1, 8], [0.1, 0.1, 0.1, 0.05, 0.4, 0.05, 0.1, 0.1])
    const tile = {
      name: 'head/Tile',
      value: stringsOf([1, 8], ['asm', 'bat', 'c', 'cs', 'cpp', 'clj', 'cmake', 'cbl']),
    }
    const data = decode(value, contextOf(value, {}, [tile]))
    expect(data.rows[0]?.top[0]).toMatchObject({ label: 'cpp', index: 4 })
    expect(data.labelsSource).toBe('output head/Tile')
  })
  it('gain a background class when one is missing', () => {
    const value = tensorOf([1, 3], [0.1, 0.7, 0.2])
    const data = decode(value, contextOf(value, { labels: ['cat', 'dog'], labelsSource: 'labels.txt' }))
    expect(data.rows[0]?.top.map(({ label }) => label)).toEqual(['cat', 'dog', 'background'])
    expect(data.note).toContain(
      'The output has one class more than labels.txt has names (3 and 2): class 0 is taken as the background.',
    )
  })
  it('lose a background name that the output has no class for', () => {
    const value = tensorOf([1, 2], [0.3, 0.7])
    const data = decode(value, contextOf(value, { labels: ['background', 'cat', 'dog'], labelsSource: 'labels.txt' }))
    expect(data.rows[0]?.top[0]?.label).toBe('dog')
    expect(data.note).toContain('its first, “background”, is left out')
  })
  it('that do not fit are not used, and the note says so', () => {
    const value = tensorOf([1, 2], [0.3, 0.7])
    const data = decode(
      value,
      contextOf(value, { labels: Array.from({ length: 80 }, String), labelsSource: 'coco.txt' }),
    )
    expect(data.rows[0]?.top[0]?.label).toBe('class 1')
    expect(data.note).toContain('coco.txt has 80 names, the output 2 classes: the names are not used.')
  })
})

describe('order', () => {
  it('puts ties by index and NaN last, and shows broken values raw', () => {
    const value = tensorOf([1, 6], [Number.NaN, 2, 5, 2, Number.NaN, -1])
    const data = decode(value)
    expect(data.rows[0]?.top.map(({ index }) => index)).toEqual([2, 1, 3, 5, 0, 4])
    expect(data.applied).toBe('none')
    expect(data.note).toContain('2 NaN and 0 infinite values')
  })
})

describe('softmax', () => {
  it('does not overflow', () => {
    expect([...softmax([1000, 1001])]).toEqual(
      [1 / (1 + Math.E), Math.E / (1 + Math.E)].map((x) => expect.closeTo(x, 12)),
    )
  })
  it('gives a masked class 0', () => expect([...softmax([Number.NEGATIVE_INFINITY, 0])]).toEqual([0, 1]))
})
