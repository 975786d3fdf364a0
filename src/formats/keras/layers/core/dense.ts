import { toFloat } from '../../operations/promote.ts'
import { activate } from '../activation/activations.ts'
import type { LayerRow } from '../contract.ts'
import { channelsOf, kernelAndBias, usesBias } from '../convolution/options.ts'
import { linear } from '../linear.ts'

const dense: LayerRow = {
  classes: ['Dense', 'TimeDistributedDense'],
  passesMask: true,
  variables: (layer) => kernelAndBias(layer, 'kernel'),
  lower: (call) => {
    const { b, layer, weight } = call
    const x = toFloat(b, call.x)
    const units = layer.number(['units', 'output_dim'])
    const kernel = weight('kernel', [channelsOf(call, x), units])
    const bias = usesBias(layer) ? weight('bias', [units]) : null
    return activate(b, linear(b, x, kernel, bias), layer.get('activation'), layer)
  },
}

export const denseRows: readonly LayerRow[] = [dense]
