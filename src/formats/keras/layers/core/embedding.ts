import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { div, mul } from '../elementwise.ts'
import { linear } from '../linear.ts'
import { KerasTensor } from '../tensor.ts'
import { trainable } from '../variables.ts'

/** Ids of any shape to vectors: `[…] → […, output_dim]`; with `mask_zero`, id 0 is padding. */
const embeddingRow: LayerRow = {
  classes: ['Embedding'],
  variables: () => trainable('embeddings'),
  lower: lookUp,
}

/**
 * An embedding that maps vectors back to scores over ids when called with `reverse`, with the same or a separate
 * matrix.
 */
const reversibleRow: LayerRow = {
  classes: ['ReversibleEmbedding'],
  variables: (layer) => trainable('embeddings', ...(layer.bool('tie_weights', true) ? [] : ['reverse_embeddings'])),
  lower: (call) => {
    const reverse = call.kwargs.reverse ?? call.args[1] ?? false
    return reverse === true ? scores(call) : lookUp(call)
  },
}

export const embeddingRows: readonly LayerRow[] = [embeddingRow, reversibleRow]

function lookUp(call: LayerCall): KerasTensor {
  const { b, layer, x } = call
  // Float ids are truncated, not rounded.
  const ids = b.cast(x, 'int32')
  const y = b.op('GatherV2', [matrix(call), ids, b.int(0)])
  const mask = layer.bool('mask_zero', false) ? b.op('NotEqual', [x, b.scalarLike(x, 0)]) : null
  return new KerasTensor(y, mask)
}

function matrix({ layer, weight }: LayerCall): Value {
  return weight('embeddings', [layer.number('input_dim'), layer.number('output_dim')])
}

function scores(call: LayerCall): Value {
  const { b, layer, x } = call
  const tied = layer.bool('tie_weights', true)
  const kernel = tied
    ? b.transpose(matrix(call), [1, 0])
    : call.weight('reverse_embeddings', [layer.number('output_dim'), layer.number('input_dim')])
  const logits = linear(b, x, kernel, null)
  const cap = layer.number('logit_soft_cap', 0)
  return cap === 0 ? logits : mul(b, b.op('Tanh', [div(b, logits, cap)]), cap)
}
