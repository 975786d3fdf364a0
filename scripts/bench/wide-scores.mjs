import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A graph model with one output, logits of shape `[1, classes]`, dropped together with its input.
 * @param {number} classes
 * @param {string} folder where the files go: handed over from memory, Playwright would decode them in the page
 * @returns {import('./main-thread.mjs').Case}
 */
export function wideScores(classes, folder) {
  mkdirSync(folder, { recursive: true })
  const paths = filesOf(classes).map(({ name, content }) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  })
  return {
    what: `[1, ${classes}] scores`,
    start: (page) => page.getByTestId('model-files').first().setInputFiles(paths),
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
    { name: 'model.json', content: JSON.stringify(model) },
    { name: 'weights.bin', content: new Uint8Array(weights.buffer) },
    { name: 'x.json', content: '[[1]]' },
  ]
}
