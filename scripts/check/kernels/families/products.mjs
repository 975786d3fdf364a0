import { one, T } from '../draw.mjs'
import { activated } from './windows.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

/** @param {readonly number[]} dims @param {boolean} flip */
const turned = (dims, flip) => (flip ? [dims[1], dims[0]].map(Number) : dims)

/** @param {Draw} draw @returns {Case} */
function product(draw) {
  const [m, k, n] = [draw.size(7), draw.size(9), draw.size(20)]
  const [a, b] = [draw.chance(0.25), draw.chance(0.25)]
  const dtype = draw.chance(0.1) ? 'int32' : 'float32'
  const inputs = [
    draw.tensor(turned([m, k], a), { dtype, constant: false, special: 'nonfinite' }),
    draw.tensor(turned([k, n], b), { dtype }),
  ]
  const from = one('matmul', 'MatMul', inputs, { T: T(dtype), transpose_a: { b: a }, transpose_b: { b } })
  return dtype === 'int32' ? from : activated(draw, from, n)
}

/** @param {Draw} draw @returns {Case} */
function batched(draw) {
  const [m, k, n] = [draw.size(6), draw.size(6), draw.size(6)]
  const dtype = draw.chance(0.1) ? 'int32' : 'float32'
  const outer = draw.shape(draw.int(0, dtype === 'int32' ? 2 : 4))
  const [left, right] = draw.broadcastPair(outer)
  const [x, y] = [draw.chance(0.25), draw.chance(0.25)]
  const inputs = [
    draw.tensor([...left, ...turned([m, k], x)], { dtype, constant: false, special: 'nonfinite' }),
    draw.tensor([...right, ...turned([k, n], y)], { dtype }),
  ]
  return one('matmul-batched', 'BatchMatMulV2', inputs, { T: T(dtype), adj_x: { b: x }, adj_y: { b: y } })
}

/** `_FusedMatMul` as Grappler writes it, whose bias may be a matrix. @param {Draw} draw @returns {Case} */
function fused(draw) {
  const [m, k, n] = [draw.size(5), draw.size(5), draw.size(5)]
  const [a, b] = [draw.chance(0.2), draw.chance(0.2)]
  const inputs = [
    draw.tensor(turned([m, k], a), { constant: false, special: 'nonfinite' }),
    draw.tensor(turned([k, n], b)),
    draw.tensor(draw.pick([[n], [m, n], [1, n]])),
  ]
  const ops = ['BiasAdd', ...draw.pick([[], ['Relu'], ['Relu6'], ['Elu'], ['LeakyRelu'], ['Tanh'], ['Sigmoid']])]
  return one('matmul-fused', '_FusedMatMul', inputs, {
    T: T('float32'),
    transpose_a: { b: a },
    transpose_b: { b },
    num_args: { i: 1 },
    epsilon: { f: 0 },
    leakyrelu_alpha: { f: 0.2 },
    fused_ops: { list: { s: ops } },
  })
}

/** The additive form of the same. @param {Draw} draw @returns {Case} */
function productPlus(draw) {
  const [m, k, n] = [draw.size(5), draw.size(5), draw.size(5)]
  const outer = draw.shape(draw.int(0, 2), 0)
  const op = outer.length === 0 ? 'MatMul' : 'BatchMatMulV2'
  const shape = [...outer, m, n]
  const inputs = [
    draw.tensor([...outer, m, k], { constant: false, special: 'nonfinite' }),
    draw.tensor([...outer, k, n]),
    draw.tensor(draw.broadcastable(shape)),
  ]
  return {
    family: 'matmul-plus',
    inputs,
    nodes: [
      { op, inputs: ['x0', 'x1'], attributes: { T: T('float32') }, outputs: 1 },
      {
        op: 'AddV2',
        inputs: draw.chance(0.5) ? ['n0:0', 'x2'] : ['x2', 'n0:0'],
        attributes: { T: T('float32') },
        outputs: 1,
      },
      {
        op: draw.pick(['Relu', 'Tanh', 'Elu', 'Identity']),
        inputs: ['n1:0'],
        attributes: { T: T('float32') },
        outputs: 1,
      },
    ],
  }
}

const equations = [
  'ij,jk->ik',
  'bij,bjk->bik',
  'abc,cd->abd',
  'aecd,abcd->acbe',
  'acbe,aecd->abcd',
  'ij,ij->',
  'ij->ji',
  'bhqd,bhkd->bhqk',
  'ii->i',
  'i,j->ij',
  '...ij,jk->...ik',
]

/** @param {Draw} draw @returns {Case} */
function einsum(draw) {
  const equation = draw.pick(equations)
  const sizes = new Map()
  const more = draw.shape(draw.int(0, 2), 0)
  const shapes = (equation.split('->')[0] ?? '').split(',').map((part) => {
    const letters = part.replace('...', '')
    const own = [...letters].map((letter) => {
      if (!sizes.has(letter)) sizes.set(letter, draw.int(1, 5))
      return Number(sizes.get(letter))
    })
    return part.startsWith('...') ? [...more, ...own] : own
  })
  return one(
    'einsum',
    'Einsum',
    shapes.map((shape) => draw.tensor(shape, { constant: false, special: 'nonfinite' })),
    {
      T: T('float32'),
      N: { i: shapes.length },
      equation: { s: equation },
    },
  )
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const products = [product, batched, fused, productPlus, einsum]
