import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'
import { input, layersModel, result, step } from '../fixtures/results.ts'
import { codeFor } from './index.ts'

const read = step('read', {})
const code = (part: Partial<RunInput>, options: Parameters<typeof codeFor>[2] = {}) =>
  codeFor('python', result([], [input({ name: 'x', ...part })]).settings, options)
/** The lines of an input's function, without its comments. */
const body = (part: Partial<RunInput>, options: Parameters<typeof codeFor>[2] = {}) => {
  const lines = code(part, options).split('\n')
  const start = lines.indexOf(`def prepare_x(${/^typed|^fill/.test(part.file ?? '') ? '' : 'path'}):`)
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('    '))
  return lines
    .slice(start + 1, end)
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('#'))
}
const columns = (chosen: readonly number[], names: readonly string[], encode = false): PlannedStep => ({
  ...step('columns', { columns: chosen, encode, categories: '' }),
  fields: [{ id: 'columns', label: 'Columns', type: 'columns', value: chosen, options: names }],
})
const shape: PlannedStep = { ...step('shape', { rows: 'all', row: 1, order: 'transpose' }), fields: [] }
const cast = step('cast', { rounding: 'truncate' })

describe('the Python of a picture', () => {
  const resize = (values: Record<string, string | number>) =>
    step('resize', { method: 'stretch', kernel: 'bilinear', pad: 0, ...values })

  it('does every step in order', () => {
    const plan = [
      read,
      resize({}),
      step('channels', { order: 'bgr' }),
      step('scale', { scale: 'caffe' }),
      step('layout', { layout: 'nchw' }),
      cast,
    ]
    expect(body({ plan, shape: [2, 3, 224, 192] })).toEqual([
      'x = picture(path, "RGB")',
      'x = resize(x, 224, 192)',
      'x = x[..., ::-1]',
      'x = (x - np.array([103.939,116.779,123.68], dtype=np.float32)) / np.array([1,1,1], dtype=np.float32)',
      'x = x.transpose(2, 0, 1).reshape((1, 3, 224, 192))',
      'x = np.repeat(x, 2, axis=0)',
      'x = x.astype(np.float32)',
      'return tf.constant(x, dtype=tf.float32)',
    ])
  })
  it('knows the ways of resizing, and grey', () => {
    const lines = (values: Record<string, string | number>) =>
      body({ plan: [read, resize(values), step('channels', {}), step('layout', {})], shape: [1, 28, 28, 1] })
    expect(lines({ kernel: 'antialiased' })).toContain('x = resize(x, 28, 28, antialias=True)')
    expect(lines({ kernel: 'nearest', method: 'centre-crop' })).toContain(
      'x = resize(centre_crop(x, 28, 28), 28, 28, method="nearest")',
    )
    expect(lines({ method: 'fit', pad: 114 })).toContain('x = fit(x, 28, 28, 114)')
    expect(lines({ method: 'tiles' }).join()).not.toContain('resize(')
    expect(lines({})).toContain('x = grey(x)')
  })
  it('imports what it uses, and defines it', () => {
    const text = code({ plan: [read, resize({}), step('layout', {})], shape: [1, 8, 8, 3] })
    expect(text).toContain('# pip install numpy tensorflow pillow')
    expect(text).toContain('from PIL import Image, ImageOps')
    expect(text).toContain('def picture(path, mode):')
    expect(text).toContain('def resize(x, height, width, method="bilinear", antialias=False):')
    expect(text).not.toContain('import pandas')
  })
})

describe('the Python of tables and arrays', () => {
  it('takes columns by name or by position', () => {
    expect(
      body({
        file: 'a.csv',
        plan: [step('read', { delimiter: ';' }), columns([1, 0], ['a', 'b']), shape, cast],
        shape: [3, 2],
      }),
    ).toEqual([
      'table = pd.read_csv(path, sep=";", header=0, skipinitialspace=True)',
      'table.columns = [str(name).strip() for name in table.columns]',
      'x = table[["b","a"]].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)',
      'x = np.ascontiguousarray(x).reshape((3, 2))',
      'x = x.astype(np.float32)',
      'return tf.constant(x, dtype=tf.float32)',
    ])
    expect(
      body({ file: 'a.csv', plan: [read, columns([0, 2], ['column 1', 'column 2', 'column 3'])], shape: [3, 2] }),
    ).toContain('x = table.iloc[:, [0,2]].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)')
  })
  it('standardises by the metadata, and says so when it is not at hand', () => {
    const plan = [read, columns([0], ['a']), step('standardise', { method: 'mean-std', from: 'metadata' })]
    const stated = [{ name: 'A', min: null, max: null, mean: 2, std: 0.5 }]
    expect(body({ file: 'a.csv', plan, shape: [1, 1] }, { columns: stated })).toContain('x = standardise(x, [[2,0.5]])')
    expect(code({ file: 'a.csv', plan, shape: [1, 1] })).toContain(
      "# The statistics of the model's metadata are not at hand here; those of this file are used instead.",
    )
  })
  it('reads .npy, .npz, JSON, text and fills', () => {
    expect(body({ file: 'a.npy', plan: [read], shape: [3] })[0]).toBe('x = np.load(path)')
    expect(body({ file: 'a.npz', plan: [step('read', { member: 'x' })], shape: [3] })[0]).toBe('x = np.load(path)["x"]')
    expect(body({ file: 'a.json', plan: [step('read', { member: '' })], shape: [3] })[0]).toBe(
      'x = read_json(json.loads(Path(path).read_text(encoding="utf-8-sig")), "")',
    )
    expect(
      body(
        { file: 'typed text', dtype: 'string', plan: [step('read', { split: 'whole' })], shape: [1] },
        { typed: { x: 'a "b"' } },
      ),
    ).toEqual(['x = np.asarray(["a \\"b\\""])', 'return tf.constant(x.tolist())'])
    expect(
      body({ file: 'fill', dtype: 'int32', plan: [step('fill', { fill: 'random', seed: 7 })], shape: [1, 4] })[0],
    ).toBe('x = (np.floor(random_numbers(7, 4) * 256)).astype(np.int32).reshape((1, 4))')
  })
})

describe('the script', () => {
  it('says which model file is needed and how to make it', () => {
    expect(code({}, { modelFile: 'web/model.json' })).toContain(
      '#   tfjs_graph_converter --output_format tf_saved_model web/model.json saved_model',
    )
    const { settings } = result([])
    const layers = codeFor('python', settings, { use: layersModel })
    expect(layers).toContain(
      '#   tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras model.json model.h5',
    )
    expect(layers).toContain('MODEL = "model.h5"')
  })
  it('asks for another file where nothing loads the model', () => {
    const other = code({}, { use: { files: '.tflite files', loader: null } })
    expect(other).toContain('# TensorFlow in Python does not read .tflite files. Put the path of the model here')
    expect(other).not.toContain('make one')
  })
  it('loads what Python wrote as it is', () => {
    const { settings } = result([])
    const of = (loader: 'keras' | 'saved-model', modelFile: string, signature = '') =>
      codeFor(
        'python',
        { ...settings, model: { ...settings.model, signature } },
        { modelFile, use: { files: '', loader } },
      )
    const keras = of('keras', 'digits.keras')
    expect(keras).toContain('MODEL = "digits.keras"')
    expect(keras).toContain('model = tf.keras.models.load_model(MODEL, compile=False)')
    expect(keras).not.toMatch(/converted|saved_model/)
    expect(of('keras', 'digits.h5')).toContain('MODEL = "digits.h5"')
    expect(of('keras', 'config.json')).toContain('MODEL = "emotion"')
    const saved = of('saved-model', 'saved_model.pb', 'train+gpu/other')
    expect(saved).toContain('MODEL = "emotion"')
    expect(saved).toContain('signatures = tf.saved_model.load(MODEL, tags=["train","gpu"]).signatures')
    expect(saved).toContain('signature = signatures["other"]')
    expect(saved).not.toContain('load_model')
    expect(of('saved-model', 'saved_model.pb')).toContain('tf.saved_model.load(MODEL).signatures')
  })
  it('names a step that it does not know', () => {
    expect(code({ plan: [read, step('echo', { delay: 512 })] })).toContain(
      '# The step "echo" has no counterpart in this program: the numbers will differ.',
    )
  })
})
