/**
 * A graph model with one output, logits of shape `[1, classes]`, dropped together with its input.
 * @param {number} classes
 * @returns {import('./main-thread.mjs').Case}
 */
export function wideScores(classes) {
  return {
    what: `[1, ${classes}] scores`,
    start: (page) => page.getByTestId('model-files').first().setInputFiles(filesOf(classes)),
  }
}

/** @param {number} classes */
function filesOf(classes) {
  const weights = Float32Array.from({ length: classes }, (_, i) => Math.sin(i) * 8)
  const float = { dtype: { type: 'DT_FLOAT' } }
  /** @param {number} rows @param {number} columns */
  const shape = (rows, columns) => ({ dim: [{ size: String(rows) }, { size: String(columns) }] })
  const model = {
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: { ...float, shape: { shape: shape(-1, 1) } } },
        {
          name: 'w',
          op: 'Const',
          attr: { ...float, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: shape(1, classes) } } },
        },
        {
          name: 'scores',
          op: 'MatMul',
          input: ['x', 'w'],
          attr: { T: { type: 'DT_FLOAT' }, transpose_a: { b: false }, transpose_b: { b: false } },
        },
      ],
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'w', shape: [1, classes], dtype: 'float32' }] }],
  }
  return [
    { name: 'model.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(model)) },
    { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: Buffer.from(weights.buffer) },
    { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('[[1]]') },
  ]
}
