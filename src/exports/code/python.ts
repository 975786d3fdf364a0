import { own } from '../../base/own.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { RunSettings } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import type { CodeOptions } from './contract.ts'
import { type CodeInput, codeInput } from './input.ts'
import { type ModelFile, pythonModel } from './model-file.ts'
import { withRead } from './plan.ts'
import { functions } from './python-functions.ts'
import { pythonSteps } from './python-steps.ts'
import { pythonScores } from './scores.ts'
import { commentText, pythonLiteral as literal } from './text.ts'

/**
 * A TensorFlow and Keras script: the same steps with the model, or with the source of a converted TensorFlow.js model.
 */
export function pythonFor(settings: RunSettings, options: CodeOptions): string {
  const inputs = settings.inputs.map(codeInput)
  const used = new Set<string>()
  const prepare = inputs.map((input) => prepareFunction(input, options, used))
  const shared = Object.entries(functions)
    .filter(([name]) => used.has(name))
    .map(([, source]) => source)
  const body = [...shared, ...prepare].join('\n\n\n')
  const model = pythonModel(settings, options)
  const end = predictLines(settings, model, inputs, options)
  return `${[header(settings, model, importsFor(`${body}\n${end}`)), body, end].join('\n\n\n')}\n`
}

/** Modules that the functions use, in import order: standard library, then packages. */
function importsFor(body: string): readonly { readonly line: string; readonly install: string }[] {
  const all = [
    { mark: 'json.', line: 'import json', install: '' },
    { mark: 'math.', line: 'import math', install: '' },
    { mark: 're.split', line: 'import re', install: '' },
    { mark: 'Path(', line: 'from pathlib import Path', install: '' },
    { mark: 'np.', line: 'import numpy as np', install: 'numpy' },
    { mark: 'soundfile.', line: 'import soundfile', install: 'soundfile' },
    { mark: 'resample_poly(', line: 'from scipy.signal import resample_poly', install: 'scipy' },
    { mark: 'pd.', line: 'import pandas as pd', install: 'pandas' },
    { mark: '', line: 'import tensorflow as tf', install: 'tensorflow' },
    { mark: 'Image.', line: 'from PIL import Image, ImageOps', install: 'pillow' },
  ]
  return all.filter(({ mark }) => body.includes(mark))
}

function header({ model }: RunSettings, { path, notes }: ModelFile, imports: ReturnType<typeof importsFor>): string {
  const install = imports.flatMap((one) => (one.install === '' ? [] : [one.install]))
  return [
    `# ${commentText(model.name)}: load, preprocess and predict in Python, with the steps of the Glassbox run (model ${model.hash}).`,
    `# pip install ${install.join(' ')}`,
    ...imports.map(({ line }) => line),
    '',
    ...notes.map((note) => `# ${commentText(note)}`),
    `MODEL = ${literal(path)}`,
  ].join('\n')
}

function prepareFunction(input: CodeInput, options: CodeOptions, used: Set<string>): string {
  const { name, dtype, shape, source, file } = input
  const reads = source !== 'fill' && source !== 'typed'
  const lines = withRead(input).flatMap((step) => stepLines(step, input, options, used))
  const end = dtype === 'string' ? 'return tf.constant(x.tolist())' : `return tf.constant(x, dtype=tf.${dtype})`
  return [
    `def ${functionName(input)}(${reads ? 'path' : ''}):`,
    `    # ${commentText(name)}: ${dtype} ${formatShape(shape)}, from ${commentText(file)}.`,
    ...[...lines, end].map((line) => `    ${line}`),
  ].join('\n')
}

function stepLines(step: PlannedStep, input: CodeInput, options: CodeOptions, used: Set<string>): readonly string[] {
  const comment = `# ${commentText(`${step.label}: ${step.summary}`)}`
  const writer = own(pythonSteps, step.id)
  if (writer === undefined)
    return [
      comment,
      `# The step "${commentText(step.id)}" has no counterpart in this program: the numbers will differ.`,
    ]
  const { lines, uses = [] } = writer(step, input, options)
  for (const name of uses) used.add(name)
  return [comment, ...lines]
}

function predictLines(
  { model }: RunSettings,
  { load }: ModelFile,
  inputs: readonly CodeInput[],
  options: CodeOptions,
): string {
  const entries = inputs.map((input) => {
    const reads = input.source !== 'fill' && input.source !== 'typed'
    return `    ${literal(input.name)}: ${functionName(input)}(${reads ? literal(input.file) : ''}),`
  })
  return [
    'inputs = {',
    ...entries,
    '}',
    ...(load === 'keras' ? kerasLines : savedModelLines(model, options)),
    'for name, output in (outputs.items() if isinstance(outputs, dict) else enumerate(tf.nest.flatten(outputs))):',
    '    print(name, output.shape, output.numpy())',
    ...options.scores.flatMap(pythonScores),
  ].join('\n')
}

const kerasLines: readonly string[] = [
  'model = tf.keras.models.load_model(MODEL, compile=False)',
  'outputs = model(inputs if len(inputs) > 1 else next(iter(inputs.values())), training=False)',
]

/** Signature names in Glassbox are prefixed with the graph's tags if those are unusual. */
function savedModelLines({ signature }: RunSettings['model'], { use }: CodeOptions): readonly string[] {
  const name = signature === '' ? 'serving_default' : signature
  const slash = use.loader === 'saved-model' ? name.lastIndexOf('/') : -1
  const key = literal(name.slice(slash + 1))
  const tags = slash < 0 ? '' : `, tags=${literal(name.slice(0, slash).split('+'))}`
  return [
    `signatures = tf.saved_model.load(MODEL${tags}).signatures`,
    `signature = signatures[${key}] if ${key} in signatures else next(iter(signatures.values()))`,
    'wanted = signature.structured_input_signature[1]',
    'if set(wanted) != set(inputs) and len(wanted) == 1:',
    '    [(name, spec)] = wanted.items()',
    '    if spec.dtype == tf.string and all(x.dtype != tf.string for x in inputs.values()):',
    '        # It takes tf.Example records, one a row; the inputs above are their features.',
    '        def feature(x):',
    '            kind = {"float_list": tf.train.FloatList(value=x.ravel())} if x.dtype.kind == "f" else {"int64_list": tf.train.Int64List(value=x.ravel())}',
    '            return tf.train.Feature(**kind)',
    '',
    '        rows = zip(*(x.numpy() for x in inputs.values()))',
    '        records = [tf.train.Example(features=tf.train.Features(feature=dict(zip(inputs, map(feature, row))))) for row in rows]',
    '        inputs = {name: tf.constant([record.SerializeToString() for record in records])}',
    '    elif len(inputs) == 1:',
    '        # A SavedModel may name its input otherwise than the files made of it.',
    '        inputs = {name: next(iter(inputs.values()))}',
    'if set(wanted) != set(inputs):',
    '    raise SystemExit(f"rename the inputs above as the SavedModel names them: {list(wanted)}")',
    'outputs = signature(**inputs)',
  ]
}

/** `prepare_cur_page` for the identifier `CurPage`. */
function functionName({ identifier }: CodeInput): string {
  return `prepare_${identifier.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()}`
}
