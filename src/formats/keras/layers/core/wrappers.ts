import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { innerLayer } from '../inner-layer.ts'
import { KerasTensor } from '../tensor.ts'
import { nonTrainable } from '../variables.ts'

/** Applies a layer to every step, with steps and batch merged into one axis. */
const timeDistributed: LayerRow = {
  classes: ['TimeDistributed'],
  children: (layer) => [{ path: 'layer', layer: innerLayer(layer, 'layer') }],
  lower: (call) => {
    const { b, x, layer, inputs, child } = call
    const [batch = 1, steps = 1, ...rest] = b.shape(x)
    const together: Dim = typeof batch === 'number' && typeof steps === 'number' ? batch * steps : -1
    const flat = together === -1 ? b.op('Reshape', [x, b.dims([-1, ...rest])]) : b.reshape(x, [together, ...rest])
    const result = child('layer').call([new KerasTensor(flat)])
    // Keras 2 passes the mask on, Keras 3 does not.
    const mask = layer.dialect.major < 3 ? (inputs[0]?.mask ?? null) : null
    return apart(call, result, [batch, steps], mask)
  },
}

function apart(call: LayerCall, lowered: Lowered, front: readonly Dim[], mask: Value | null): Lowered {
  if (lowered instanceof KerasTensor) return apart(call, lowered.value, front, mask)
  if (typeof lowered === 'string')
    return new KerasTensor(call.b.reshape(lowered, [...front, ...call.b.shape(lowered).slice(1)]), mask)
  if (Array.isArray(lowered))
    return (lowered as readonly Lowered[]).map((one) => apart(call, one, front, mask)) as Lowered
  const entries = Object.entries(lowered as { readonly [key: string]: Lowered })
  return Object.fromEntries(entries.map(([key, one]) => [key, apart(call, one, front, mask)]))
}

/** The stored kernel is already normalised; normalisation happens in training only. */
const spectralNormalization: LayerRow = {
  classes: ['SpectralNormalization'],
  variables: () => nonTrainable('vector_u'),
  children: (layer) => [{ path: 'layer', layer: innerLayer(layer, 'layer') }],
  lower: ({ args, kwargs, child }) => child('layer').call(args, kwargs),
}

export const wrapperRows: readonly LayerRow[] = [timeDistributed, spectralNormalization]
