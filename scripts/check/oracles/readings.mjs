/** Views of detectors, pose models and embeddings, of which no case is one. */
const finds = ['boxes', 'keypoints', 'mask', 'similarity']

/**
 * What is wrong with the way the outputs of a case are shown; `null` if nothing is.
 * @param {import('./check.mjs').Product} product
 * @param {{ source: any, traces: ReadonlyMap<string, any>, inputs: Readonly<Record<string, any>>, outputs: readonly any[] }} run
 * @returns {string | null}
 */
export function misreading(product, { source, traces, inputs, outputs }) {
  const context = {
    metadata: source.summary.metadata,
    inputs: Object.entries(inputs).map(([name, { dtype, shape }]) => ({ name, dtype, shape, geometry: null })),
    outputs: outputs.map(({ name, value }) => ({ name, shape: value.shape, trace: traces.get(name) })),
  }
  for (const { shown } of product.readOutputs(outputs, context)) {
    const { view } = shown.interpretation
    if (finds.includes(view)) return `${shown.uses.join(', ')} shown as ${view}: ${shown.reason}`
  }
  return null
}
