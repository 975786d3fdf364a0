import { own } from '../../base/own.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { RunSettings } from '../../base/run.ts'
import { formatShape } from '../../base/tensor.ts'
import type { CodeOptions } from './contract.ts'
import { type CodeInput, codeInput } from './input.ts'
import { functions } from './javascript-functions.ts'
import { importsFor } from './javascript-read.ts'
import { javascriptSteps } from './javascript-steps.ts'
import { javascriptModel, type ModelFile } from './model-file.ts'
import { withRead } from './plan.ts'
import { javascriptScores } from './scores.ts'
import { commentText, javascriptKey, javascriptLiteral as literal } from './text.ts'

const version = '4.22.0'

/** A complete browser module: plain TensorFlow.js and the same steps. */
export function javascriptFor(settings: RunSettings, options: CodeOptions): string {
  const inputs = settings.inputs.map(codeInput)
  const used = new Set<string>()
  const prepare = inputs.map((input) => prepareFunction(input, options, used))
  const imports = importsFor(inputs, options)
  const model = javascriptModel(settings, options)
  const shared = Object.entries(functions)
    .filter(([name]) => used.has(name))
    .map(([, source]) => source)
  return `${[
    [
      ...header(
        settings,
        model,
        imports.map(({ install }) => install),
      ),
      `import * as tf from '@tensorflow/tfjs'`,
      ...imports.map(({ line }) => line),
    ].join('\n'),
    ...prepare,
    ...shared,
    predictLines(model, inputs, options).join('\n'),
  ].join('\n\n')}\n`
}

function header({ model }: RunSettings, { notes }: ModelFile, install: readonly string[]): readonly string[] {
  return [
    `// ${commentText(model.name)}: load, preprocess and predict with plain TensorFlow.js, as Glassbox ran it (model ${model.hash}).`,
    `// npm install @tensorflow/tfjs@${version}${install.map((name) => ` ${name}`).join('')}`,
    ...notes.map((note) => `// ${commentText(note)}`),
  ]
}

function prepareFunction(input: CodeInput, options: CodeOptions, used: Set<string>): string {
  const { name, dtype, shape, source, file } = input
  const reads = source !== 'fill' && source !== 'typed'
  const lines = withRead(input).flatMap((step) => stepLines(step, input, options, used))
  const end = source === 'image' ? 'return x' : `return tf.tensor(data, shape, ${literal(dtype)})`
  return [
    `/** ${commentText(name)}: ${dtype} ${formatShape(shape)}, from ${commentText(file)}. */`,
    `async function prepare${input.identifier}(${reads ? 'file' : ''}) {`,
    ...[...lines, end].map((line) => `  ${line}`),
    '}',
  ].join('\n')
}

function stepLines(step: PlannedStep, input: CodeInput, options: CodeOptions, used: Set<string>): readonly string[] {
  const comment = `// ${commentText(`${step.label}: ${step.summary}`)}`
  const writer = own(javascriptSteps, step.id)
  if (writer === undefined)
    return [
      comment,
      `// The step "${commentText(step.id)}" has no counterpart in this program: the numbers will differ.`,
    ]
  const { lines, uses = [] } = writer(step, input, options)
  for (const name of uses) used.add(name)
  return [comment, ...lines]
}

function predictLines(
  { path, load }: ModelFile,
  inputs: readonly CodeInput[],
  { asynchronous, scores }: CodeOptions,
): readonly string[] {
  const shown = scores.flatMap(javascriptScores)
  const url = literal(path.startsWith('./') ? path : `./${path}`)
  const calls = inputs.map((input) => {
    const reads = input.source !== 'fill' && input.source !== 'typed'
    return `${javascriptKey(input.name)}: await prepare${input.identifier}(${reads ? literal(`./${input.file}`) : ''})`
  })
  const named = `{ ${calls.join(', ')} }`
  if (load === 'loadLayersModel') {
    return [
      `const model = await tf.loadLayersModel(${url})`,
      `const inputs = ${named}`,
      'const outputs = [model.predict(Object.values(inputs))].flat()',
      'for (const [i, output] of outputs.entries()) console.log(model.outputNames[i], output.shape, output.dataSync())',
      ...shown,
    ]
  }
  return [
    ...(asynchronous
      ? [
          '// TensorFlow.js 4.22 frees tensors of a loop too early unless it keeps all of them.',
          "tf.env().set('KEEP_INTERMEDIATE_TENSORS', true)",
        ]
      : []),
    `const model = await tf.loadGraphModel(${url})`,
    `const inputs = ${named}`,
    `const outputs = [${asynchronous ? 'await model.executeAsync(inputs)' : 'model.execute(inputs)'}].flat()`,
    'for (const [i, output] of outputs.entries()) console.log(model.outputs[i].name, output.shape, output.dataSync())',
    ...shown,
  ]
}
