import type { PlannedStep } from '../../base/plan.ts'
import type { RunSettings } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import type { CodeOptions } from './contract.ts'
import { type CodeInput, codeInput } from './input.ts'
import { withRead } from './plan.ts'
import { functions } from './python-functions.ts'
import { literal } from './python-read.ts'
import { pythonSteps } from './python-steps.ts'

/** A script for TensorFlow and Keras: the same steps on the model that the TensorFlow.js files were converted from. */
export function pythonFor(settings: RunSettings, options: CodeOptions): string {
  const inputs = settings.inputs.map(codeInput)
  const used = new Set<string>()
  const prepare = inputs.map((input) => prepareFunction(input, options, used))
  const shared = Object.entries(functions)
    .filter(([name]) => used.has(name))
    .map(([, source]) => source)
  const body = [...shared, ...prepare].join('\n\n\n')
  return `${[header(settings, options, importsFor(body)), body, predictLines(settings, inputs)].join('\n\n\n')}\n`
}

/** Modules that the functions use, in the order in which they are imported: standard library, then packages. */
function importsFor(body: string): readonly { readonly line: string; readonly install: string }[] {
  const all = [
    { mark: 'json.', line: 'import json', install: '' },
    { mark: 're.split', line: 'import re', install: '' },
    { mark: 'Path(', line: 'from pathlib import Path', install: '' },
    { mark: 'np.', line: 'import numpy as np', install: 'numpy' },
    { mark: 'pd.', line: 'import pandas as pd', install: 'pandas' },
    { mark: '', line: 'import tensorflow as tf', install: 'tensorflow' },
    { mark: 'Image.', line: 'from PIL import Image, ImageOps', install: 'pillow' },
  ]
  return all.filter(({ mark }) => body.includes(mark))
}

function header({ model }: RunSettings, { modelFile }: CodeOptions, imports: ReturnType<typeof importsFor>): string {
  const install = imports.flatMap((one) => (one.install === '' ? [] : [one.install]))
  const layers = model.format.includes('layers')
  return [
    `# ${oneLine(model.name)}: load, preprocess and predict in Python, with the steps of the Glassbox run (model ${model.hash}).`,
    `# pip install ${install.join(' ')}`,
    ...imports.map(({ line }) => line),
    '',
    '# TensorFlow in Python does not read TensorFlow.js files. Put the path of the model here that they were converted from:',
    '# a SavedModel folder, a .keras or an .h5 file. If there is none any more, make one:',
    ...(layers
      ? [
          '#   pip install tensorflowjs',
          `#   tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras ${oneLine(modelFile)} model.h5`,
        ]
      : [
          '#   pip install tfjs-graph-converter',
          `#   tfjs_graph_converter --output_format tf_saved_model ${oneLine(modelFile)} saved_model`,
        ]),
    `MODEL = ${literal(layers ? 'model.h5' : 'saved_model')}`,
  ].join('\n')
}

function prepareFunction(input: CodeInput, options: CodeOptions, used: Set<string>): string {
  const { name, dtype, shape, source, file } = input
  const reads = source !== 'fill' && source !== 'typed'
  const lines = withRead(input).flatMap((step) => stepLines(step, input, options, used))
  const end = dtype === 'string' ? 'return tf.constant(x.tolist())' : `return tf.constant(x, dtype=tf.${dtype})`
  return [
    `def ${functionName(input)}(${reads ? 'path' : ''}):`,
    `    # ${oneLine(name)}: ${dtype} ${formatShape(shape)}, from ${oneLine(file)}.`,
    ...[...lines, end].map((line) => `    ${line}`),
  ].join('\n')
}

function stepLines(step: PlannedStep, input: CodeInput, options: CodeOptions, used: Set<string>): readonly string[] {
  const comment = `# ${step.label}: ${oneLine(step.summary)}`
  const writer = pythonSteps[step.id]
  if (writer === undefined)
    return [comment, `# The step "${oneLine(step.id)}" has no counterpart in this program: the numbers will differ.`]
  const { lines, uses = [] } = writer(step, input, options)
  for (const name of uses) used.add(name)
  return [comment, ...lines]
}

function predictLines({ model }: RunSettings, inputs: readonly CodeInput[]): string {
  const entries = inputs.map((input) => {
    const reads = input.source !== 'fill' && input.source !== 'typed'
    return `    ${literal(input.name)}: ${functionName(input)}(${reads ? literal(input.file) : ''}),`
  })
  return [
    'inputs = {',
    ...entries,
    '}',
    'if MODEL.endswith((".keras", ".h5")):',
    '    model = tf.keras.models.load_model(MODEL, compile=False)',
    '    outputs = model(inputs if len(inputs) > 1 else next(iter(inputs.values())), training=False)',
    'else:',
    '    signatures = tf.saved_model.load(MODEL).signatures',
    `    signature = signatures[${literal(model.signature || 'serving_default')}] if ${literal(model.signature || 'serving_default')} in signatures else next(iter(signatures.values()))`,
    '    names = list(signature.structured_input_signature[1])',
    '    if set(names) != set(inputs):',
    '        # A SavedModel may name its inputs otherwise than the converted files.',
    '        if len(names) != 1 or len(inputs) != 1:',
    '            raise SystemExit(f"rename the inputs above as the SavedModel names them: {names}")',
    '        inputs = {names[0]: next(iter(inputs.values()))}',
    '    outputs = signature(**inputs)',
    'for name, output in (outputs.items() if isinstance(outputs, dict) else enumerate(tf.nest.flatten(outputs))):',
    '    print(name, output.shape, output.numpy())',
  ].join('\n')
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')
}

/** `prepare_cur_page` for the identifier `CurPage`. */
function functionName({ identifier }: CodeInput): string {
  return `prepare_${identifier.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()}`
}
