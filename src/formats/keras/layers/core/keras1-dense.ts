import { reshaped } from '../../../../graph/constant.ts'
import { toFloat } from '../../operations/promote.ts'
import { activate } from '../activation/activations.ts'
import type { LayerRow } from '../contract.ts'
import { transposedConstant } from '../convolution/kernels.ts'
import { channelsOf, usesBias } from '../convolution/options.ts'
import { add, mul, sub } from '../elementwise.ts'
import { linear } from '../linear.ts'
import { trainable } from '../variables.ts'

/** `t · f(x W + b) + (1 − t) · x` with `t = sigmoid(x W_carry + b_carry)` (Srivastava et al. 2015). */
const highway: LayerRow = {
  classes: ['Highway'],
  variables: (layer) => trainable('W', 'W_carry', ...(usesBias(layer) ? ['b', 'b_carry'] : [])),
  lower: (call) => {
    const { b, layer, weight } = call
    const x = toFloat(b, call.x)
    const size = channelsOf(call, x)
    const dense = (suffix: string) =>
      linear(b, x, weight(`W${suffix}`, [size, size]), usesBias(layer) ? weight(`b${suffix}`, [size]) : null)
    const carried = b.op('Sigmoid', [dense('_carry')])
    const transformed = activate(b, dense(''), layer.get('activation'), layer)
    return add(b, mul(b, transformed, carried), mul(b, sub(b, 1, carried), x))
  },
}

/** The maximum over several dense layers, `W` of shape `[features, in, out]` (Goodfellow et al. 2013). */
const maxoutDense: LayerRow = {
  classes: ['MaxoutDense'],
  variables: (layer) => trainable('W', ...(usesBias(layer) ? ['b'] : [])),
  lower: (call) => {
    const { b, layer, weight, constant } = call
    const x = toFloat(b, call.x)
    const [features, size, units] = [layer.number('nb_feature', 4), channelsOf(call, x), layer.number('output_dim')]
    const stored = transposedConstant(constant('W', [features, size, units]), [1, 0, 2])
    const kernel = reshaped(stored, [size, features * units])
    const each = b.reshape(linear(b, x, b.constant(kernel, 'W'), null), [b.shape(x)[0] ?? 1, features, units])
    const biased = usesBias(layer) ? add(b, each, weight('b', [features, units])) : each
    return b.op('Max', [biased, b.ints([1])], { keep_dims: { b: false } })
  },
}

export const keras1DenseRows: readonly LayerRow[] = [highway, maxoutDense]
