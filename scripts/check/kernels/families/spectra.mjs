import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case @typedef {import('../draw.mjs').Node} Node */

const complex = { T: T('complex64') }
const parts = [
  ...['Real', 'Imag'].map((op) => ({ op, attributes: { T: T('complex64'), Tout: T('float32') } })),
  ...['ComplexAbs', 'Angle'].map((op) => ({ op, attributes: { T: T('complex64'), Tout: T('float32') } })),
]

/** A chain of nodes that ends in a real number, as in every model. @param {Draw} draw @param {Case} from @returns {Case} */
function real(draw, from) {
  const { op, attributes } = draw.pick(parts)
  // The angle jumps where the imaginary part of a negative number is nearly zero.
  const safe = op === 'Angle' ? draw.pick(parts.slice(0, 3)) : { op, attributes }
  return { ...from, nodes: [...from.nodes, { ...safe, inputs: [`n${from.nodes.length - 1}:0`], outputs: 1 }] }
}

/** @param {readonly string[]} inputs @param {string} op @param {any} [attributes] @returns {Node} */
const node = (op, inputs, attributes = complex) => ({ op, inputs, attributes, outputs: 1 })
const compose = { T: T('float32'), Tout: T('complex64') }

/** @param {Draw} draw @returns {Case} */
function forward(draw) {
  const shape = [...draw.shape(draw.int(0, 2), 0), draw.int(1, 12)]
  const length = draw.int(1, 14)
  const inputs = [draw.tensor(shape, { constant: false }), draw.ints([length])]
  return real(draw, one('rfft', 'RFFT', inputs, { Treal: T('float32'), Tcomplex: T('complex64') }))
}

/** @param {Draw} draw @returns {Case} */
function inverse(draw) {
  const shape = [...draw.shape(draw.int(0, 2), 0), draw.int(2, 7)]
  const length = draw.int(1, 2 * (Number(shape.at(-1)) - 1))
  const inputs = [draw.tensor(shape, { constant: false }), draw.tensor(shape, { constant: false }), draw.ints([length])]
  return {
    family: 'irfft',
    inputs,
    nodes: [
      node('Complex', ['x0', 'x1'], compose),
      node('IRFFT', ['n0:0', 'x2'], { Treal: T('float32'), Tcomplex: T('complex64') }),
    ],
  }
}

/** @param {Draw} draw @returns {Case} */
function transform(draw) {
  const shape = [...draw.shape(draw.int(0, 3), 0), draw.int(1, 9)]
  const inputs = [draw.tensor(shape, { constant: false }), draw.tensor(shape, { constant: false })]
  const op = draw.pick(shape.length > 1 ? ['FFT', 'IFFT', 'FFT2D', 'IFFT2D'] : ['FFT', 'IFFT'])
  return real(draw, {
    family: 'fft',
    inputs,
    nodes: [node('Complex', ['x0', 'x1'], compose), node(op, ['n0:0'], { Tcomplex: T('complex64') })],
  })
}

const unaries = [
  'Exp',
  'Neg',
  'Square',
  'Conj',
  'Sqrt',
  'Log',
  'Sin',
  'Cos',
  'Tanh',
  'Sigmoid',
  'Reciprocal',
  'Rsqrt',
  'Log1p',
  'Expm1',
  'Identity',
  'Sinh',
  'Cosh',
]

/** @param {Draw} draw @returns {Case} */
function unary(draw) {
  const shape = draw.shape(draw.int(0, 4), 0)
  const inputs = [
    draw.tensor(shape, { constant: false, least: 0.25, most: 1.25 }),
    draw.tensor(shape, { constant: false, least: 0.25, most: 1.25 }),
  ]
  return real(draw, {
    family: 'complex-unary',
    inputs,
    nodes: [node('Complex', ['x0', 'x1'], compose), node(draw.pick(unaries), ['n0:0'])],
  })
}

/** @param {Draw} draw @returns {Case} */
function binary(draw) {
  const shape = draw.shape(draw.int(0, 4), 0)
  const other = draw.broadcastable(shape)
  const [a, b] = draw.chance(0.5) ? [shape, other] : [other, shape]
  const inputs = [a, a, b, b].map((dims) => draw.tensor(dims, { constant: false, least: 0.25, most: 2 }))
  const op = draw.pick(['AddV2', 'Sub', 'Mul', 'RealDiv', 'Add', 'Pow', 'DivNoNan'])
  return real(draw, {
    family: 'complex-binary',
    inputs,
    nodes: [node('Complex', ['x0', 'x1'], compose), node('Complex', ['x2', 'x3'], compose), node(op, ['n0:0', 'n1:0'])],
  })
}

const moves = /** @type {const} */ ([
  'Transpose',
  'Reshape',
  'ConcatV2',
  'ExpandDims',
  'Slice',
  'Tile',
  'Sum',
  'Mean',
  'Cast',
  'Pad',
  'ReverseV2',
  'GatherV2',
  'MatMul',
  'SelectV2',
])

/** @param {Draw} draw @returns {Case} */
function moved(draw) {
  const [rows, columns] = [draw.int(1, 4), draw.int(1, 4)]
  const inputs = [draw.tensor([rows, columns], { constant: false }), draw.tensor([rows, columns], { constant: false })]
  const x = 'n0:0'
  const op = draw.pick(moves)
  const [given, attributes, more] = {
    Transpose: [[x, 'x2'], { ...complex, Tperm: T('int32') }, [draw.ints([1, 0])]],
    Reshape: [[x, 'x2'], { ...complex, Tshape: T('int32') }, [draw.ints([-1])]],
    ConcatV2: [[x, x, 'x2'], { ...complex, N: { i: 2 }, Tidx: T('int32') }, [draw.integer(1)]],
    ExpandDims: [[x, 'x2'], { ...complex, Tdim: T('int32') }, [draw.integer(0)]],
    Slice: [[x, 'x2', 'x3'], { ...complex, Index: T('int32') }, [draw.ints([0, 0]), draw.ints([1, -1])]],
    Tile: [[x, 'x2'], { ...complex, Tmultiples: T('int32') }, [draw.ints([2, 1])]],
    Sum: [[x, 'x2'], { ...complex, Tidx: T('int32') }, [draw.ints([0])]],
    Mean: [[x, 'x2'], { ...complex, Tidx: T('int32') }, [draw.ints([1])]],
    Cast: [[x], { SrcT: T('complex64'), DstT: T('complex64') }, []],
    Pad: [[x, 'x2'], { ...complex, Tpaddings: T('int32') }, [draw.ints([1, 0, 0, 2], [2, 2])]],
    ReverseV2: [[x, 'x2'], { ...complex, Tidx: T('int32') }, [draw.ints([1])]],
    GatherV2: [
      [x, 'x2', 'x3'],
      { Tparams: T('complex64'), Tindices: T('int32'), Taxis: T('int32') },
      [draw.ints([0, 0]), draw.integer(1)],
    ],
    MatMul: [[x, x], { ...complex, transpose_b: { b: true } }, []],
    SelectV2: [['x2', x, x], complex, [draw.tensor([rows, columns], { dtype: 'bool', constant: false })]],
  }[op]
  const nodes = [node('Complex', ['x0', 'x1'], compose), node(op, /** @type {string[]} */ (given), attributes)]
  return real(draw, { family: 'complex-moved', inputs: [...inputs, .../** @type {any[]} */ (more)], nodes })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const spectra = [forward, inverse, transform, unary, unary, binary, moved]
