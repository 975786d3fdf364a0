import { readFileSync, readdirSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'
import { it } from 'vitest'
import { noMetadata } from '../base/model.ts'
import { read } from './index.ts'
import { headline } from '../base/headline.ts'
const root = '/work/shared/models/'
it('reads', async () => {
  await tf.setBackend('cpu')
  for (const [dir, file, shape] of [
    ['tfjs-layers-darknet-tiny-31groups', 'model.json', [1, 224, 224, 3]],
    ['tfjs-graph-mobilefacenet-embedding', 'mobilefacenet.json', [1, 112, 112, 3]],
    ['tfjs-graph-facemesh', 'facemesh.json', [1, 192, 192, 3]],
    ['tfjs-layers-tensorspace-lenet-8out-with-h5', 'convertedModel/model.json', [1, 28, 28]],
    ['tfjs-layers-doodlenet-345', 'model.json', [1, 28, 28, 1]],
    ['tfjs-graph-posenet', 'posenet.json', [1, 129, 129, 3]],
    ['tfjs-layers-upscaler-esrgan-x2', 'model.json', [1, 16, 16, 3]],
  ] as const) {
    const base = `${root}${dir}/${file.includes('/') ? file.split('/')[0] + '/' : ''}`
    const j = JSON.parse(readFileSync(root + dir + '/' + file, 'utf8'))
    const groups = j.weightsManifest
    const files = readdirSync(base)
    const bytes = groups.flatMap((g: any) => g.paths.map((p: string) => readFileSync(base + (files.includes(p) ? p : files.find((f) => f.endsWith('.bin')))))) as Buffer[]
    const artifacts = { modelTopology: j.modelTopology, weightSpecs: groups.flatMap((g: any) => g.weights), weightData: new Uint8Array(Buffer.concat(bytes)).buffer, signature: j.signature, format: j.format }
    const size = (shape as readonly number[]).reduce((a, b) => a * b, 1)
    const x = tf.tensor(Array.from({ length: size }, (_, i) => (i % 256) / 255), shape as never)
    const layers = dir.includes('layers')
    const model: any = layers ? await tf.loadLayersModel(tf.io.fromMemory(artifacts as never)) : await tf.loadGraphModel(tf.io.fromMemory(artifacts as never) as never)
    const out = [model.predict(x)].flat() as tf.Tensor[]
    const all = out.map((t, i) => ({ name: `o${i}`, value: { dtype: 'float32' as const, shape: t.shape, data: t.dataSync() as Float32Array<ArrayBuffer> } }))
    const r = read(all, noMetadata)
    all.forEach((o, i) => { const f = r[i]![0]!; console.log(dir, JSON.stringify(o.value.shape), r[i]!.map((q) => q.view).join(','), '|', headline({ readings: r[i]!, shape: o.value.shape }), '|', 'note' in f.data ? f.data.note : '') })
  }
}, 120000)
