import { describe, expect, it } from 'vitest'
import type { Scores } from '../../base/scores.ts'
import { scoresOfRow } from '../../base/scores.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { Values } from '../../base/values.ts'
import type { NamedOutput } from '../contract.ts'
import { contextOf, decodeFirst, fitIn, named, stringsOf, tensorOf, wave } from '../fixtures.ts'
import { scores } from './index.ts'

type Others = readonly NamedOutput[]
type Metadata = Parameters<typeof decodeFirst>[2]

const decode = (value: TensorValue, metadata: Metadata = {}, others: Others = [], options: Values = {}): Scores =>
  decodeFirst(scores, [...named(value), ...others], metadata, options).data
const topOf = (data: Scores, row = 0) => scoresOfRow(data, row)
const all = { top: 10_000 }
const fitOf = (value: TensorValue, metadata: Metadata = {}, others: Others = []) =>
  fitIn(scores, [...named(value), ...others], metadata)

/** darknet-tiny on cat.jpg: real values are the first eight logits, four of the best five and the smallest. */
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

  it('are ranked and named, without activation', () => {
    const data = decode(emotion, { labels, labelsSource: 'labels.txt' }, [], all)
    expect(topOf(data).map(({ label }) => label)).toEqual([
      'sad',
      'angry',
      'fear',
      'neutral',
      'happy',
      'surprise',
      'disgust',
    ])
    expect(topOf(data)[0]?.value).toBeCloseTo(0.888193, 6)
    expect(data).toMatchObject({ applied: 'none', classes: 7, labelsSource: 'labels.txt' })
    expect(data.note).toBe('The output contains probabilities that sum to 1; nothing was applied.')
  })
  it('have numbered classes without names', () => {
    expect(topOf(decode(emotion))[0]).toMatchObject({ label: 'class 4', index: 4 })
    expect(decode(emotion).labelsSource).toBeNull()
  })
  it('are recognised with two classes', () => {
    const value = tensorOf([1, 2], [0.998904, 0.00109573])
    expect(fitOf(value)).toBe(0.95)
  })
  it('are read row by row, also from [b, 1, 1, n]', () => {
    const value = tensorOf([2, 1, 1, 3], [0.00837632, 0.965891, 0.0257331, 0.911785, 0.00629461, 0.0819207])
    expect([0, 1].map((row) => topOf(decode(value), row)[0]?.index)).toEqual([1, 0])
  })
})

describe('logits', () => {
  it('of ImageNet get a softmax, stated in the note', () => {
    const value = darknet()
    const data = decode(value, {}, [], all)
    expect(fitOf(value)).toBe(0.7)
    expect(data.applied).toBe('softmax')
    expect(data.note).toBe(
      'The output contains logits (from −10.8 to 13.8), not probabilities; softmax was applied. The raw values are in the exports.',
    )
    const top = topOf(data)
    expect(top.slice(0, 5).map(({ index }) => index)).toEqual([7, 187, 94, 173, 128])
    expect(top.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12)
    expect((top[0]?.value ?? 0) / (top[1]?.value ?? 1)).toBeCloseTo(Math.exp(13.7536 - 12.0554), 4)
  })
  it('that are log-probabilities are identified', () => {
    const value = tensorOf([1, 3], [0.2, 0.3, 0.5].map(Math.log))
    const data = decode(value)
    expect(topOf(data)[0]?.value).toBeCloseTo(0.5, 6)
    expect(data.note).toContain('log-probabilities')
  })
  it('of impossible classes may be -Infinity', () => {
    const data = decode(tensorOf([1, 3], [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]))
    expect(data).toMatchObject({ applied: 'softmax', note: expect.stringContaining('log-probabilities') })
    expect(topOf(data)[0]).toMatchObject({ index: 0, value: 1 })
  })
  it('need exponentials that sum to 1 to be log-probabilities', () => {
    const data = decode(tensorOf([1, 3], [0.2, 0.3, 0.9].map(Math.log)))
    expect(data.note).toContain('The output contains logits')
  })
  it('of a few classes are scores only with class names', () => {
    const penguins = tensorOf([1, 3], [2.871408, -0.803935, -2.751809])
    expect(fitOf(penguins)).toBe(0.05)
    const species = { labels: ['Adélie', 'Chinstrap', 'Gentoo'], labelsSource: 'labels.txt' }
    expect(fitOf(penguins, species)).toBe(0.9)
    expect(topOf(decode(penguins, species))[0]?.label).toBe('Adélie')
  })
})

describe('values in 0…1 with another sum', () => {
  it('are independent scores if the sum of any row is not 1', () => {
    const value = tensorOf([2, 2], [0.3, 0.7, 0.3, 0.6])
    expect(decode(value).note).toContain('their rows do not sum to 1')
    expect(fitOf(tensorOf([2, 2], [0.3, 0.7, 0.4, 0.6]))).toBe(0.95)
  })
  it('may be rounded by a backend', () => {
    expect(fitOf(tensorOf([1, 3], [1.000005, 0, -0.000005]))).toBe(0.95)
    expect(decode(tensorOf([1, 3], [1.00005, 0, -0.00005])).note).toContain('logits')
  })
  it('are independent scores, without activation', () => {
    const value = tensorOf([1, 5], [0.9, 0.8, 0.1, 0.05, 0.65])
    expect(fitOf(value)).toBe(0.6)
    expect(decode(value)).toMatchObject({
      applied: 'none',
      note: 'The values lie between 0 and 1 but sum to 2.5: they are independent scores and are shown unchanged.',
    })
    expect(topOf(decode(value))[0]?.value).toBeCloseTo(0.9, 6)
  })
})

describe('vectors that are not scores', () => {
  it('a face embedding of unit length', () => {
    // mobilefacenet on face.png: [1, 192]; the first elements are real; scaled to unit length, as in the model.
    const data = wave(192, 1)
    data.splice(0, 8, -0.00892441, 0.0218362, -0.00435673, 0.0118357, -0.00915918, -0.0188069, 0.068269, -0.000580857)
    const length = Math.hypot(...data)
    const value = tensorOf(
      [1, 192],
      data.map((x) => x / length),
    )
    expect(fitOf(value)).toBe(0.05)
  })
  it('a vector of unit length and uncommon width', () => {
    const data = wave(200, 1)
    const length = Math.hypot(...data)
    const value = tensorOf(
      [1, 200],
      data.map((x) => x / length),
    )
    expect(fitOf(value)).toBe(0.05)
    expect(fitOf(tensorOf([1, 200], data))).toBe(0.7)
  })
  it('vectors of unit length in every row, from 16 values', () => {
    const unit = (width: number) => {
      const data = wave(width, 1)
      return data.map((x) => x / Math.hypot(...data))
    }
    expect(fitOf(tensorOf([1, 16], unit(16)))).toBe(0.05)
    expect(fitOf(tensorOf([1, 15], unit(15)))).toBe(0.7)
    expect(fitOf(tensorOf([2, 16], [...unit(16), ...wave(16, 1)]))).toBe(0.7)
  })
  it('coordinates of a face mesh in pixels', () => {
    const data = Array.from({ length: 1404 }, (_, i) => (i % 3 === 2 ? -17.75 : 40 + (i % 119)))
    const value = tensorOf([1, 1404], data)
    expect(fitOf(value)).toBe(0.05)
  })
  it('activations after a ReLU', () => {
    const value = tensorOf(
      [1, 84],
      wave(84, 11.6858).map((x) => Math.max(0, x)),
    )
    expect(fitOf(value)).toBe(0.05)
  })
  it('scores of boxes beside [1, 100, 4] boxes', () => {
    const value = tensorOf(
      [1, 100],
      wave(100, 0.4).map((x) => 0.5 + x),
    )
    const boxes = { name: 'Identity_1', value: tensorOf([1, 100, 4], wave(400, 1)) }
    expect(fitOf(value, {}, [boxes])).toBe(0)
  })
  it.each<[string, readonly number[]]>([
    ['of another batch', [2, 100, 4]],
    ['of another number', [1, 50, 4]],
    ['of one value', [1, 100, 1]],
    ['of four dimensions', [1, 100, 4, 1]],
  ])('but scores beside tensors %s are', (_what, shape) => {
    const value = tensorOf(
      [1, 100],
      wave(100, 0.4).map((x) => 0.5 + x),
    )
    const count = shape.reduce((a, b) => a * b)
    expect(fitOf(value, {}, [{ name: 'Identity_1', value: tensorOf(shape, wave(count, 1)) }])).toBe(0.6)
  })
  it('a vector without a batch, and one of few values', () => {
    expect(fitOf(tensorOf([8], wave(8, 4)))).toBe(0.05)
    expect(fitOf(tensorOf([1, 4], wave(4, 4)))).toBe(0.05)
    expect(fitOf(tensorOf([1, 5], wave(5, 4)))).toBe(0.7)
  })
  it('integers, and values with NaN or +Infinity', () => {
    expect(fitOf(tensorOf([1, 6], [5, -3, 2, 1, -7, 4]))).toBe(0.05)
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(fitOf(tensorOf([1, 6], [odd, -3.5, 2, 1, -7, 4]))).toBe(0.05)
  })
  it('values of one sign, a wide spread or many zeros', () => {
    const curve = wave(50, 4)
    const fits = (data: readonly number[]) => fitOf(tensorOf([1, data.length], data))
    expect(fits(curve)).toBe(0.7)
    expect(fits(curve.map((x) => x + 5))).toBe(0.05)
    expect(fits(curve.map((x) => x - 5))).toBe(0.05)
    expect(fits(curve.map((x) => x * 20))).toBe(0.05)
    expect(fits(curve.map((x, i) => (i < 2 ? 0 : x)))).toBe(0.7)
    expect(fits(curve.map((x, i) => (i < 3 ? 0 : x)))).toBe(0.05)
    // 1000 is the number of ImageNet's classes.
    expect(fits(wave(1000, 4).map((x) => x + 5))).toBe(0.7)
  })
  it('strings, single numbers, feature maps and empty outputs', () => {
    for (const value of [
      stringsOf([1, 2], ['a', 'b']),
      tensorOf([1, 1], [0.37]),
      tensorOf([1, 25, 25, 17], wave(10_625, 9)),
      tensorOf([1, 0], []),
      { dtype: 'complex64', shape: [1, 5], data: Float32Array.from(wave(10, 4)) } as const,
    ]) {
      expect(fitOf(value)).toBe(0)
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
    const data = decode(value, {}, [tile])
    expect(topOf(data)[0]).toMatchObject({ label: 'cpp', index: 4 })
    expect(data.labelsSource).toBe('output head/Tile')
  })
  it('gain a background class if one is missing', () => {
    const value = tensorOf([1, 3], [0.1, 0.7, 0.2])
    const data = decode(value, { labels: ['cat', 'dog'], labelsSource: 'labels.txt' })
    expect(topOf(data).map(({ label }) => label)).toEqual(['cat', 'dog', 'background'])
    expect(data.note).toContain(
      'The output has 3 classes but labels.txt has only 2 names; class 0 is assumed to be the background.',
    )
  })
  it('lose a background name without a class', () => {
    const value = tensorOf([1, 2], [0.3, 0.7])
    const data = decode(value, { labels: ['background', 'cat', 'dog'], labelsSource: 'labels.txt' })
    expect(topOf(data)[0]?.label).toBe('dog')
    expect(data.note).toContain('the first, “background”, is omitted')
  })
  it('lose only a name of a background, and only one', () => {
    const value = tensorOf([1, 2], [0.3, 0.7])
    for (const labels of [
      ['bird', 'cat', 'dog'],
      ['background', 'bird', 'cat', 'dog'],
    ]) {
      const data = decode(value, { labels, labelsSource: 'labels.txt' })
      expect(data.labelsSource).toBeNull()
      expect(data.note).toContain(`labels.txt has ${labels.length} names but the output has 2 classes`)
    }
  })
  it('come only from strings of the same number', () => {
    const value = tensorOf([2, 3], [0.1, 0.7, 0.2, 0.1, 0.7, 0.2])
    const source = (others: Others) => decode(value, {}, others).labelsSource
    const strings = (shape: readonly number[]) =>
      stringsOf(shape, Array.from({ length: shape.reduce((a, b) => a * b) }, String))
    expect(source([{ name: 'kinds', value: strings([3]) }])).toBe('output kinds')
    expect(source([{ name: 'kinds', value: strings([2, 3]) }])).toBe('output kinds')
    expect(source([{ name: 'kinds', value: strings([5, 3]) }])).toBeNull()
    expect(source([{ name: 'kinds', value: strings([3, 1]) }])).toBeNull()
    expect(source([{ name: 'kinds', value: tensorOf([3], [1, 2, 3]) }])).toBeNull()
  })
  it('of another output are not mentioned', () => {
    const [two, three] = [tensorOf([1, 2], [0.3, 0.7]), tensorOf([1, 3], [0.2, 0.1, 0.7])]
    const metadata = { labels: ['cat', 'dog', 'bird'], labelsSource: 'labels.txt' }
    expect(decode(two, metadata, [{ name: 'other', value: three }]).note).not.toContain('labels.txt')
    expect(decode(two, metadata, [{ name: 'other', value: tensorOf([2, 2, 3], wave(12, 1)) }]).note).toContain(
      'labels.txt',
    )
  })
  it('that do not fit are ignored, as stated in the note', () => {
    const value = tensorOf([1, 2], [0.3, 0.7])
    const data = decode(value, { labels: Array.from({ length: 80 }, String), labelsSource: 'coco.txt' })
    expect(topOf(data)[0]?.label).toBe('class 1')
    expect(data.note).toContain('coco.txt has 80 names but the output has 2 classes, so the names are not used.')
  })
})

describe('order', () => {
  it('sorts ties by index and NaN last, without activation', () => {
    const value = tensorOf([1, 6], [Number.NaN, 2, 5, 2, Number.NaN, -1])
    const data = decode(value, {}, [], all)
    expect(topOf(data).map(({ index }) => index)).toEqual([2, 1, 3, 5, 0, 4])
    expect(data.applied).toBe('none')
    expect(data.note).toContain('2 NaN and 0 infinite values')
  })
})

describe('published class names', () => {
  const scoresOf = (width: number, best: number) =>
    tensorOf(
      [1, width],
      Array.from({ length: width }, (_, i) => (i === best ? 1 : 0)),
    )
  const first = (value: TensorValue, labelSet: string) => {
    const data = decode(value, {}, [], { labelSet })
    return [data.names?.[data.indices[0] ?? -1], data.labelsSource]
  }
  it('are those of ImageNet if the user says so, behind a background if there is one more', () => {
    // By the class index of Keras: 281 is a tabby, 134 a crane that flies and 517 one that lifts.
    expect(first(scoresOf(1000, 281), 'imagenet')).toEqual(['tabby', 'ImageNet, 1,000 classes'])
    expect(first(scoresOf(1001, 282), 'imagenet')).toEqual(['tabby', 'ImageNet, 1,000 classes'])
    expect([0, 134, 207, 517, 639, 999].map((i) => first(scoresOf(1000, i), 'imagenet')[0])).toEqual([
      'tench',
      'crane (bird)',
      'golden retriever',
      'crane (machine)',
      'tank suit',
      'toilet tissue',
    ])
    expect(first(scoresOf(1000, 281), 'files')).toEqual([undefined, null])
  })
  it('are three orders of seven emotions, of which none is taken by itself', () => {
    const seven = scoresOf(7, 4)
    const orders = ['emotions-fer', 'emotions-affectnet', 'emotions-face-api']
    expect(orders.map((id) => first(seven, id)[0])).toEqual(['sad', 'neutral', 'fearful'])
    expect(decode(seven).names).toBeNull()
  })
  it('are offered only where their number fits', () => {
    const offered = (width: number) =>
      scores
        .match(named(scoresOf(width, 0)), contextOf(named(scoresOf(width, 0))))[0]
        ?.options.flatMap((field) =>
          field.id === 'labelSet' && field.type === 'choice' ? field.options.length - 1 : [],
        )
    expect([7, 8, 10, 1000, 1001, 1002].map((width) => offered(width)?.[0] ?? 0)).toEqual([3, 0, 0, 1, 1, 0])
  })
})

describe('options', () => {
  const logits = tensorOf([1, 6], [2.871408, -0.803935, -2.751809, 0.5, 0, -40])
  const optionsOf = (value: TensorValue) =>
    scores.match(named(value), contextOf(named(value)))[0]?.options.map(({ id, value }) => [id, value])

  it('depend on the meaning of the values', () => {
    expect(optionsOf(logits)).toEqual([
      ['activation', 'softmax'],
      ['top', 5],
      ['labels', ''],
    ])
    expect(optionsOf(tensorOf([1, 2], [0.3, 0.7]))).toEqual([
      ['activation', 'none'],
      ['top', 2],
      ['labels', ''],
    ])
  })
  it('labels are used if there is one per class, from lines or from one line with commas', () => {
    const labelled = (labels: string) => decode(logits, {}, [], { labels })
    const typed = labelled('ant\nbee\ncat\ndog\neel\nfox\n')
    expect(topOf(typed)[0]?.label).toBe('ant')
    expect(typed.labelsSource).toBe('your list')
    expect(labelled('ant, bee, cat, dog, eel, fox').names).toEqual(typed.names)
    const short = labelled('ant\nbee')
    expect(topOf(short)[0]?.label).toBe('class 0')
    expect(short.note).toContain('You gave 2 labels for 6 classes, so they are not used.')
  })
  it('none shows the raw values, and the note says that the user chose it', () => {
    const data = decode(logits, {}, [], { activation: 'none' })
    expect(data).toMatchObject({ applied: 'none', shown: 5, classes: 6 })
    expect(topOf(data)[0]).toEqual({ label: 'class 0', index: 0, value: Math.fround(2.871408) })
    expect(data.note).toBe(
      'The output contains logits (from −40 to 2.87), not probabilities. They are shown unchanged, as you chose. The raw values are in the exports.',
    )
  })
  it('sigmoid applies to each value separately', () => {
    const data = decode(logits, {}, [], { activation: 'sigmoid', top: 6 })
    expect(topOf(data).map(({ value }) => value)).toEqual(
      [2.871408, 0.5, 0, -0.803935, -2.751809, -40].map((x) => expect.closeTo(1 / (1 + Math.exp(-x)), 6)),
    )
    expect(data.note).toContain('You chose to apply sigmoid.')
  })
  it('top is clamped to 1 … number of classes', () => {
    expect(decode(logits, {}, [], { top: 0 }).shown).toBe(1)
    expect(decode(logits, {}, [], { top: 1000 }).shown).toBe(6)
  })
  it('raise an error if missing', () => {
    expect(() => scores.decode(named(logits), contextOf(named(logits)), {})).toThrow(
      'The option "activation" is missing',
    )
  })
})

describe('a million classes', () => {
  it('are ranked', () => {
    const value = { dtype: 'float32', shape: [1, 1_000_000], data: new Float32Array(1_000_000) } as const
    for (let i = 0; i < value.data.length; i++) value.data[i] = ((i * 7919) % 1_000_003) / 1e5 - 5
    value.data[123_456] = 60
    value.data[654_321] = 59
    value.data[999_999] = 58
    const data = decode(value, {}, [], { activation: 'none', top: 3 })
    expect([...data.indices]).toEqual([123_456, 654_321, 999_999])
    expect([...data.values]).toEqual([60, 59, 58])
    expect(data.names).toBeNull()
  })
})

describe('several outputs', () => {
  const a = tensorOf([1, 3], [0.2, 0.3, 0.5])
  const b = tensorOf([1, 2], [0.4, 0.6])
  it('match separately, each with the string output that names its classes', () => {
    const outputs = [...named(a, b), { name: 'kinds', value: stringsOf([3], ['x', 'y', 'z']) }]
    expect(scores.match(outputs, contextOf(outputs)).map(({ uses }) => uses)).toEqual([
      ['Identity', 'kinds'],
      ['Identity_1'],
    ])
  })
})
