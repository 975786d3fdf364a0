import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const layers = 25
const size = 1024

/**
 * Writes a graph model of 100 MB: 25 matrix products of [1024, 1024], one shard of 4 MiB each. Values come from a
 * seeded generator, scaled so that 25 products neither vanish nor overflow.
 * @param {string} folder
 * @returns {readonly string[]} the paths of its files
 */
export function writeLargeModel(folder) {
  mkdirSync(folder, { recursive: true })
  const float = { dtype: { type: 'DT_FLOAT' } }
  const nodes = [
    {
      name: 'x',
      op: 'Placeholder',
      attr: { ...float, shape: { shape: { dim: [{ size: '1' }, { size: `${size}` }] } } },
    },
  ]
  const weights = []
  const paths = []
  let seed = 7
  for (let layer = 0; layer < layers; layer++) {
    const path = `group1-shard${layer + 1}of${layers}.bin`
    paths.push(path)
    weights.push({ name: `w${layer}`, shape: [size, size], dtype: 'float32' })
    nodes.push(
      /** @type {any} */ ({
        name: `w${layer}`,
        op: 'Const',
        attr: {
          ...float,
          value: { tensor: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: `${size}` }, { size: `${size}` }] } } },
        },
      }),
    )
    nodes.push(
      /** @type {any} */ ({
        name: `m${layer}`,
        op: 'MatMul',
        input: [layer === 0 ? 'x' : `m${layer - 1}`, `w${layer}`],
        attr: { T: { type: 'DT_FLOAT' }, transpose_a: { b: false }, transpose_b: { b: false } },
      }),
    )
    const file = join(folder, path)
    if (existsSync(file)) continue
    const values = new Float32Array(size * size)
    for (let i = 0; i < values.length; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      values[i] = (seed / 2 ** 32 - 0.5) * 0.108
    }
    writeFileSync(file, new Uint8Array(values.buffer))
  }
  const model = {
    format: 'graph-model',
    generatedBy: 'glassbox benchmark',
    convertedBy: null,
    modelTopology: { node: nodes, versions: { producer: 1 } },
    weightsManifest: [{ paths, weights }],
  }
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model))
  return ['model.json', ...paths].map((path) => join(folder, path))
}
