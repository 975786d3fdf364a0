import { Random } from './layers.mjs'

const size = 1024
const depth = 25

/**
 * 25 dense layers of [1024, 1024]: 105 MB of weights and almost no topology. Scaled so that values neither vanish nor
 * overflow.
 * @returns {import('./layers.mjs').Model}
 */
export function denseStack() {
  const random = new Random()
  const layers = Array.from({ length: depth }, (_, i) => ({
    className: 'Dense',
    name: i === 0 ? 'dense' : `dense_${i}`,
    config: { units: size, activation: 'linear', use_bias: false },
    from: [i === 0 ? 'input_layer' : i === 1 ? 'dense' : `dense_${i - 1}`],
    weights: [{ name: 'kernel', shape: [size, size], values: random.values([size, size], 0.054) }],
  }))
  return { name: 'dense_stack', input: { name: 'input_layer', shape: [size] }, layers }
}
