import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { LayerRow, Lowered } from '../contract.ts'
import { innerLayer } from '../inner-layer.ts'
import type { Layer } from '../layer.ts'
import { KerasTensor } from '../tensor.ts'
import { nonTrainable } from '../variables.ts'

/**
 * Applies a layer to every step, with steps and batch merged into one axis. A mask with axes beyond the steps goes to the
 * layer inside too; Keras 2 passes on whether any of its positions is valid, Keras 3 the mask itself.
 */
const timeDistributed: LayerRow = {
  classes: ['TimeDistributed'],
  passesMask: true,
  children: (layer) => [{ path: 'layer', layer: innerLayer(layer, 'layer') }],
  lower: (call) => {
    const { b, x, layer, inputs, kwargs, child } = call
    const stated = kwargs.mask instanceof KerasTensor ? kwargs.mask.value : null
    const mask = stated ?? inputs[0]?.mask ?? null
    const inner = mask !== null && b.rank(mask) > 2 ? mask : null
    const [batch = 1, steps = 1] = b.shape(x)
    const ofSteps = mask !== null && inner === null && takesStepMask(child('layer').layer) ? alongLast(b, mask) : null
    const given = new KerasTensor(together(b, x), inner === null ? ofSteps : together(b, inner))
    const passed = inner === null || layer.dialect.major >= 3 ? null : b.op('Any', [inner, trailing(b, inner)])
    return apart(b, child('layer').call([given]), [batch, steps], passed)
  },
}

/** Keras 3 calls a Softmax with the mask of each step, `[batch]`, which broadcasts along the last axis of its input. */
const takesStepMask = ({ className, dialect }: Layer) => className === 'Softmax' && dialect.major >= 3

/** `[batch, steps]` as `[batch · steps, batch]`: for every row, the mask of its step in all rows. */
function alongLast(b: GraphBuilder, mask: Value): Value {
  const [batch = 1, steps = 1] = b.shape(mask)
  const one = b.op('ExpandDims', [b.transpose(mask, [1, 0]), b.int(0)])
  return together(b, b.op('BroadcastTo', [one, b.dims([batch, steps, batch])]))
}

/** `[batch, steps, …]` as `[batch · steps, …]`. */
function together(b: GraphBuilder, x: Value): Value {
  const [batch = 1, steps = 1, ...rest] = b.shape(x)
  return typeof batch === 'number' && typeof steps === 'number'
    ? b.reshape(x, [batch * steps, ...rest])
    : b.op('Reshape', [x, b.dims([-1, ...rest])])
}

/** The axes after the steps. */
function trailing(b: GraphBuilder, mask: Value): Value {
  return b.ints(Array.from({ length: b.rank(mask) - 2 }, (_, i) => i + 2))
}

/** The outputs with batch and steps apart again, and with `mask` if it is not the mask of the input. */
function apart(b: GraphBuilder, lowered: Lowered, front: readonly Dim[], mask: Value | null): Lowered {
  if (lowered instanceof KerasTensor) return apart(b, lowered.value, front, mask)
  if (typeof lowered === 'string') {
    const value = b.reshape(lowered, [...front, ...b.shape(lowered).slice(1)])
    return mask === null ? value : new KerasTensor(value, mask)
  }
  if (Array.isArray(lowered)) return (lowered as readonly Lowered[]).map((one) => apart(b, one, front, mask)) as Lowered
  const entries = Object.entries(lowered as { readonly [key: string]: Lowered })
  return Object.fromEntries(entries.map(([key, one]) => [key, apart(b, one, front, mask)]))
}

/** The stored kernel is already normalised; normalisation happens in training only. */
const spectralNormalization: LayerRow = {
  classes: ['SpectralNormalization'],
  variables: () => nonTrainable('vector_u'),
  children: (layer) => [{ path: 'layer', layer: innerLayer(layer, 'layer') }],
  lower: ({ args, kwargs, child }) => child('layer').call(args, kwargs),
}

export const wrapperRows: readonly LayerRow[] = [timeDistributed, spectralNormalization]
