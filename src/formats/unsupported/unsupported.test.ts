import { describe, expect, it } from 'vitest'
import { zipOf } from '../../files/fixtures/archives.ts'
import { type Content, dropOf } from '../fixtures/drop.ts'
import { graphJson } from '../fixtures/model.ts'
import { findModels } from '../index.ts'

const bytes = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : [...part])),
  )
const hdf5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

/** One case per recognised but unsupported file: the expected message and the path in it. */
const table: readonly [string, () => Promise<Record<string, Content>>, string, RegExp][] = [
  ['.keras that is empty', async () => ({ 'm.keras': '' }), 'file-empty', /^m\.keras is empty/],
  [
    '.keras that is a web page',
    async () => ({ 'm.keras': '<!DOCTYPE html><html>' }),
    'file-unreadable',
    /^m\.keras should be a Keras model \(a zip archive\), but it is an HTML page/,
  ],
  ['.keras of other bytes', async () => ({ 'm.keras': bytes([1, 2, 0, 3]) }), 'file-unreadable', /is binary data/],
  [
    '.h5 that is a Git LFS pointer',
    async () => ({ 'm.h5': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n' }),
    'file-unreadable',
    /Git LFS pointer/,
  ],
  ['.h5 that is empty', async () => ({ 'm.h5': '' }), 'file-empty', /HDF5/],
  ['.h5 of other bytes', async () => ({ 'm.h5': 'hello' }), 'file-unreadable', /^m\.h5 should be an HDF5 file/],
  ['.h5 cut off', async () => ({ 'm.h5': bytes(hdf5, 'xx') }), 'file-truncated', /^m\.h5 is truncated/],
  [
    'SavedModel without its graph',
    async () => ({
      's/variables/variables.index': 'i',
      's/variables/variables.data-00000-of-00001': 'd',
      's/assets/v.txt': 'a',
    }),
    'weights-without-model',
    /variables of a SavedModel, but saved_model\.pb is missing from s/,
  ],
  [
    'SavedModel in text form',
    async () => ({ 's/saved_model.pbtxt': 'saved_model_schema_version: 1' }),
    'known-but-unsupported',
    /SavedModel in text form/,
  ],
  [
    'frozen graph',
    async () => ({ 'frozen.pb': bytes([0x0a, 0x20]) }),
    'known-but-unsupported',
    /frozen\.pb is a TensorFlow graph/,
  ],
  [
    'TensorFlow.js 0.x',
    async () => ({ 'tensorflowjs_model.pb': bytes([0x0a, 0x20]) }),
    'known-but-unsupported',
    /TensorFlow\.js 0\.x/,
  ],
  [
    '.tflite',
    async () => ({ 'net.tflite': bytes([0x1c, 0, 0, 0], 'TFL3') }),
    'known-but-unsupported',
    /TensorFlow Lite/,
  ],
  ['.onnx', async () => ({ 'net.onnx': bytes([8, 7, 0x12, 7], 'pytorch') }), 'known-but-unsupported', /ONNX/],
  [
    '.safetensors',
    async () => ({ 'w.safetensors': bytes([40, 0, 0, 0, 0, 0, 0, 0], '{"w":{}}') }),
    'known-but-unsupported',
    /safetensors/,
  ],
  [
    'PyTorch zip',
    async () => ({ 'net.pt': await zipOf({ 'net/data.pkl': 'p' }) }),
    'known-but-unsupported',
    /PyTorch checkpoint/,
  ],
  ['pickle', async () => ({ 'clf.pkl': bytes([0x80, 4, 0x95]) }), 'known-but-unsupported', /Python pickle/],
  [
    'checkpoint',
    async () => ({
      'ckpt-1.index': 'i',
      'ckpt-1.data-00000-of-00001': 'd',
      checkpoint: 'model_checkpoint_path: "ckpt-1"',
    }),
    'known-but-unsupported',
    /TensorFlow checkpoint/,
  ],
  ['Core ML', async () => ({ 'net.mlmodel': 'x' }), 'known-but-unsupported', /Core ML/],
  ['GGUF', async () => ({ 'llm.gguf': 'GGUF\u0003' }), 'known-but-unsupported', /GGUF/],
  [
    'bare weights manifest',
    async () => ({
      'w.json': [{ weights: [{ name: 'a', shape: [1], dtype: 'float32' }], paths: ['w.bin'] }],
      'w.bin': new Uint8Array(4),
    }),
    'weights-without-model',
    /weights manifest.*1 of 1 weight files/,
  ],
  [
    'manifest without topology',
    async () => ({ 'w.json': { weightsManifest: [{ paths: ['w.bin'], weights: [] }] } }),
    'weights-without-model',
    /0 of 1 weight files.*modelTopology is missing/,
  ],
  [
    'Keras configuration',
    async () => ({ 'config.json': { class_name: 'Sequential', config: { layers: [] } } }),
    'weights-missing',
    /configuration of a Keras model/,
  ],
  [
    'graph without manifest',
    async () => ({ 'graph.json': { node: [], versions: {} } }),
    'known-but-unsupported',
    /graph as JSON/,
  ],
  [
    'stray shards',
    async () => ({ 'group1-shard1of2.bin': 'a', 'group1-shard2of2.bin': 'b' }),
    'weights-without-model',
    /group1-shard1of2\.bin and 1 more beside it/,
  ],
  [
    'Git LFS pointer',
    async () => ({ 'model.json': 'version https://git-lfs.github.com/spec/v1\n' }),
    'file-unreadable',
    /Git LFS pointer/,
  ],
  ['HTML page', async () => ({ 'model.json': '<!doctype html>' }), 'json-invalid', /HTML page/],
  [
    'HTML page beside weights',
    async () => ({ 'm/group1-shard1of1.bin': 'a', 'm/model.json': '<!doctype html>' }),
    'json-invalid',
    /^m\/model\.json should be JSON, but it is an HTML page/,
  ],
  ['empty JSON', async () => ({ 'model.json': '' }), 'file-empty', /model\.json is empty/],
  [
    'damaged zip',
    async () => ({ 'model.zip': bytes([0x50, 0x4b, 3, 4], 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') }),
    'archive-invalid',
    /model\.zip starts like a zip/,
  ],
]

describe('recognised but unsupported files', () => {
  it.each(table)('%s', async (_what, files, code, message) => {
    const tree = await dropOf(await files())
    const found = await findModels(tree)
    expect(found.matches).toEqual([])
    expect(found.problems.map((problem) => problem.code)).toEqual([code])
    expect(found.problems[0]?.message).toMatch(message)
    expect(found.problems[0]?.hint).not.toBe('')
    const spoken = new Set([...found.sidecars, ...found.problems.map(({ path }) => path)])
    expect(tree.files.filter(({ path }) => !spoken.has(path)).map(({ path }) => path)).toEqual([])
  })

  it.each([
    ['net.onnx', bytes([8, 7, 0x12, 7], 'pytorch')],
    ['net.tflite', bytes([0x1c, 0, 0, 0], 'TFL3')],
    ['clf.pkl', bytes([0x80, 4, 0x95])],
  ])('say that the SavedModel of %s is read directly', async (name, content) => {
    const { problems } = await findModels(await dropOf({ [name]: content }))
    expect(problems[0]?.hint).toMatch(/drop the SavedModel folder/i)
    expect(problems[0]?.hint).not.toContain('tensorflowjs_converter')
  })

  it('leaves inputs and the files of models alone', async () => {
    const tree = await dropOf({
      'model.json': graphJson([{ paths: ['group1-shard1of1.bin'], weights: [] }]),
      'group1-shard1of1.bin': '',
      'cat.jpg': bytes([0xff, 0xd8, 0xff]),
      'x.npy': bytes([0x93], 'NUMPY'),
      'values.json': { x: [1, 2, 3] },
      'table.csv': 'a,b\n1,2\n',
      'notes.txt': 'text',
    })
    const found = await findModels(tree)
    expect(found.problems).toEqual([])
    expect(found.sidecars).toEqual(['group1-shard1of1.bin'])
  })
})
