import { describe, expect, test } from 'vitest'
import type { Shape } from '../../../base/tensor.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { float32, int32 } from '../../../graph/constant.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { graphOf, strided, weights } from '../../../graph/passes/fixtures/build.ts'
import { noise, operations, run } from '../../../graph/passes/fixtures/run.ts'
import { lower } from './index.ts'

/** The outputs after the required passes alone, for random inputs. */
async function result(shape: Shape, build: (b: GraphBuilder, x: Value) => Value) {
  const { graph } = await lower(graphOf(shape, build), { optimise: false })
  const [output] = await run(graph)
  return { shape: output?.shape, data: [...(output?.data ?? [])], ops: operations(graph) }
}

function expectClose(found: readonly number[], wanted: readonly number[], digits = 5) {
  expect(found).toHaveLength(wanted.length)
  wanted.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits)
  })
}

const list = (...i: number[]): Attributes[string] => ({ list: { i } })

describe('einsum', () => {
  /** By definition: a sum over every index of every label. */
  function byDefinition(equation: string, shapes: readonly (readonly number[])[], data: readonly Float32Array[]) {
    const [left = '', right = ''] = equation.split('->')
    const terms = left.split(',')
    const sizes = new Map<string, number>()
    terms.forEach((term, i) => {
      ;[...term].forEach((label, axis) => {
        sizes.set(label, shapes[i]?.[axis] ?? 1)
      })
    })
    const labels = [...sizes.keys()]
    const total = labels.reduce((all, label) => all * (sizes.get(label) ?? 1), 1)
    const flat = (term: string, at: ReadonlyMap<string, number>) =>
      [...term].reduce((sum, label) => sum * (sizes.get(label) ?? 1) + (at.get(label) ?? 0), 0)
    const result = new Array<number>([...right].reduce((all, label) => all * (sizes.get(label) ?? 1), 1)).fill(0)
    for (let n = 0; n < total; n++) {
      const at = new Map<string, number>()
      let rest = n
      for (const label of labels) {
        at.set(label, rest % (sizes.get(label) ?? 1))
        rest = Math.floor(rest / (sizes.get(label) ?? 1))
      }
      const product = terms.reduce((all, term, i) => all * (data[i]?.[flat(term, at)] ?? 0), 1)
      const to = flat(right, at)
      result[to] = (result[to] ?? 0) + product
    }
    return result
  }

  test.each([
    ['abc,cd->abd', [2, 8, 3], [3, 4]],
    ['abc,cde->abde', [2, 8, 3], [3, 4, 2]],
    ['aecd,abcd->acbe', [2, 3, 2, 4], [2, 5, 2, 4]],
    ['acbe,aecd->abcd', [2, 2, 3, 4], [2, 4, 2, 5]],
    ['ab,ab->a', [2, 8], [2, 8]],
    ['ab,cb->ca', [2, 8], [3, 8]],
    ['ab,c->abc', [2, 8], [3]],
    ['abc,ab->c', [2, 8, 3], [2, 8]],
    ['aab,b->a', [2, 2, 3], [3]],
    ['abc,bd->d', [2, 8, 3], [8, 4]],
  ])('%s', async (equation, left, right) => {
    const free = left.map((dim, axis) => (axis === 0 && !equation.startsWith('aa') ? null : dim))
    const found = await result(free, (b, x) =>
      b.op('Einsum', [x, b.constant(weights(right))], { equation: { s: equation } }),
    )
    expect(found.ops).not.toContain('Einsum')
    const data = [
      noise(left.reduce((a, c) => a * c, 1)),
      noise(
        right.reduce((a, c) => a * c, 1),
        7,
      ),
    ]
    expectClose(found.data, byDefinition(equation, [left, right], data), 4)
  })
})

describe('convolutions', () => {
  const kernel = (b: GraphBuilder, shape: readonly number[]) => b.constant(weights(shape))

  test('each group becomes a convolution over its channels', async () => {
    const grouped = await result([1, 5, 5, 6], (b, x) => b.op('Conv2D', [x, kernel(b, [3, 3, 2, 9])], strided()))
    const apart = await result([1, 5, 5, 6], (b, x) => {
      const parts = [0, 1, 2].map((g) => {
        const input = b.op('Slice', [x, b.ints([0, 0, 0, 2 * g]), b.ints([-1, -1, -1, 2])])
        const filter = b.op('Slice', [kernel(b, [3, 3, 2, 9]), b.ints([0, 0, 0, 3 * g]), b.ints([-1, -1, -1, 3])])
        return b.op('Conv2D', [input, filter], strided())
      })
      return b.op('ConcatV2', [...parts, b.int(3)])
    })
    expect(grouped.shape).toEqual([1, 5, 5, 9])
    expectClose(grouped.data, apart.data)
  })

  test('one group per channel becomes a depthwise convolution', async () => {
    const { ops } = await result([1, 5, 5, 4], (b, x) => b.op('Conv2D', [x, kernel(b, [3, 3, 1, 8])], strided()))
    expect(ops).toEqual(['Reshape', 'DepthwiseConv2dNative'])
  })

  test('channels first matches channels last', async () => {
    const first = await result([1, 3, 6, 5], (b, x) =>
      b.op('Conv2D', [x, kernel(b, [3, 3, 3, 2])], {
        strides: list(1, 1, 2, 1),
        padding: { s: 'SAME' },
        data_format: { s: 'NCHW' },
      }),
    )
    const last = await result([1, 3, 6, 5], (b, x) => {
      const y = b.op('Conv2D', [b.transpose(x, [0, 2, 3, 1]), kernel(b, [3, 3, 3, 2])], {
        strides: list(1, 2, 1, 1),
        padding: { s: 'SAME' },
      })
      return b.transpose(y, [0, 3, 1, 2])
    })
    expect(first.shape).toEqual([1, 2, 3, 5])
    expectClose(first.data, last.data)
  })

  test('a stride with a dilation keeps every second output of the dense convolution', async () => {
    const attributes = { padding: { s: 'VALID' }, dilations: list(1, 2, 2, 1) }
    const both = await result([1, 9, 9, 2], (b, x) =>
      b.op('Conv2D', [x, kernel(b, [3, 3, 2, 3])], { ...attributes, strides: list(1, 2, 2, 1) }),
    )
    const dense = await result([1, 9, 9, 2], (b, x) =>
      b.op('Conv2D', [x, kernel(b, [3, 3, 2, 3])], { ...attributes, strides: list(1, 1, 1, 1) }),
    )
    const at = (i: number, j: number) => dense.data.slice((i * 5 + j) * 3, (i * 5 + j) * 3 + 3)
    expect(both.shape).toEqual([1, 3, 3, 3])
    expectClose(
      both.data,
      [0, 2, 4].flatMap((i) => [0, 2, 4].flatMap((j) => at(i, j))),
    )
  })

  test.each(['SAME', 'VALID'])(
    'a transposed convolution in 3-D spreads every element over the filter (%s)',
    async (padding) => {
      const [size, window, stride, out, channels] = [3, 3, 2, 2, 2]
      const full = padding === 'SAME' ? size * stride : (size - 1) * stride + window
      const cube = [1, size, 1, 1, channels]
      const filter = [window, 1, 1, out, channels]
      const found = await result(cube, (b, x) =>
        b.op('Conv3DBackpropInputV2', [b.ints([1, full, 1, 1, out]), kernel(b, filter), x], {
          strides: list(1, stride, 1, 1, 1),
          padding: { s: padding },
        }),
      )
      const [x, w] = [noise(size * channels), noise(window * out * channels, 7)]
      const before = padding === 'SAME' ? Math.floor(Math.max(0, (size - 1) * stride + window - full) / 2) : 0
      const wanted = new Array<number>(full * out).fill(0)
      for (let i = 0; i < size; i++)
        for (let k = 0; k < window; k++) {
          const at = i * stride + k - before
          if (at < 0 || at >= full) continue
          for (let o = 0; o < out; o++)
            for (let c = 0; c < channels; c++)
              wanted[at * out + o] =
                (wanted[at * out + o] ?? 0) + (x[i * channels + c] ?? 0) * (w[(k * out + o) * channels + c] ?? 0)
        }
      expect(found.shape).toEqual([1, full, 1, 1, out])
      expectClose(found.data, wanted)
    },
  )
})

describe('arrays', () => {
  const fixed = (values: readonly number[], shape: readonly number[]) => float32(values, shape)
  const on = (values: readonly number[], shape: readonly number[], build: (b: GraphBuilder, x: Value) => Value) =>
    result([1], (b) => b.op('Identity', [build(b, b.constant(fixed(values, shape)))]))

  test('roll, band, diagonal, buckets', async () => {
    expect((await on([1, 2, 3, 4, 5], [5], (b, x) => b.op('Roll', [x, b.ints([2]), b.ints([0])]))).data).toEqual([
      4, 5, 1, 2, 3,
    ])
    expect((await on([1, 2, 3, 4], [2, 2], (b, x) => b.op('MatrixBandPart', [x, b.int(-1), b.int(0)]))).data).toEqual([
      1, 0, 3, 4,
    ])
    expect(
      (await on([1, 2, 3, 4, 5, 6], [2, 3], (b, x) => b.op('MatrixDiagPartV3', [x, b.int(1), b.scalar(0)]))).data,
    ).toEqual([2, 6])
    expect(
      (await on([-1, 0, 0.5, 9], [4], (b, x) => b.op('Bucketize', [x], { boundaries: { list: { f: [0, 1] } } }))).data,
    ).toEqual([0, 1, 1, 2])
    expect(
      (await on([-1, 0, 0.5, 9], [4], (b, x) => b.op('BoostedTreesBucketize', [x, b.constant(float32([0, 1]))]))).data,
    ).toEqual([0, 0, 1, 1])
  })

  test('sums and maxima over segments', async () => {
    const ids = (b: GraphBuilder) => b.constant(int32([1, 0, 1, -1]))
    const rows = [1, 2, 3, 4, 5, 6, 7, 8]
    expect((await on(rows, [4, 2], (b, x) => b.op('UnsortedSegmentSum', [x, ids(b), b.int(3)]))).data).toEqual([
      3, 4, 6, 8, 0, 0,
    ])
    expect((await on(rows, [4, 2], (b, x) => b.op('UnsortedSegmentMax', [x, ids(b), b.int(2)]))).data).toEqual([
      3, 4, 5, 6,
    ])
  })

  test('sequences are reversed up to their length', async () => {
    const rows = [1, 2, 3, 4, 5, 6]
    const attributes = { seq_dim: { i: 1 }, batch_dim: { i: 0 } }
    expect((await on(rows, [2, 3], (b, x) => b.op('ReverseSequence', [x, b.ints([2, 3])], attributes))).data).toEqual([
      2, 1, 3, 6, 5, 4,
    ])
  })

  test('cumulative sums accept negative axes, one-hot accepts any axis', async () => {
    expect((await on([1, 2, 3, 4], [2, 2], (b, x) => b.op('Cumsum', [x, b.int(-1)]))).data).toEqual([1, 3, 3, 7])
    const hot = (b: GraphBuilder) =>
      b.op('OneHot', [b.ints([1, 0]), b.int(3), b.scalar(1), b.scalar(0)], { axis: { i: 0 } })
    expect((await on([0], [1], hot)).data).toEqual([0, 1, 1, 0, 0, 0])
  })

  test('space to depth', async () => {
    const pixels = [1, 2, 3, 4, 5, 6, 7, 8]
    const found = await on(pixels, [1, 2, 4, 1], (b, x) => b.op('SpaceToDepth', [x], { block_size: { i: 2 } }))
    expect(found).toMatchObject({ shape: [1, 1, 2, 4], data: [1, 2, 5, 6, 3, 4, 7, 8] })
  })

  test('the magnitude of a spectrum', async () => {
    const found = await on([1, 2, 3, 4], [1, 4], (b, x) => b.op('ComplexAbs', [b.op('RFFT', [x, b.ints([4])])]))
    expectClose(found.data, [10, Math.sqrt(8), 2])
  })
})

test('an operation without its inputs is refused', async () => {
  const { nodes, ...graph } = graphOf([2, 2], (b, x) => b.op('MatMul', [x, x]))
  const cut = new Map([...nodes].map(([name, node]) => [name, node.op === 'MatMul' ? { ...node, inputs: [] } : node]))
  await expect(lower({ ...graph, nodes: cut }, { optimise: false })).rejects.toMatchObject({ code: 'model-invalid' })
})
