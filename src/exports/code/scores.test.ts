import { expect, it } from 'vitest'
import { input, layersModel, result, step } from '../fixtures/results.ts'
import { runJavascript, serveIdentity } from './fixtures/run-javascript.ts'
import { codeFor } from './index.ts'
import type { ShownScores } from './scores.ts'

const names = ['ant', 'bee "2"', 'cat', 'dog']
const shown: ShownScores = { output: 'probs', index: 0, classes: 4, shown: 2, applied: 'softmax', names }
const ramp = step('fill', { fill: 'ramp', seed: 1 })
const { settings } = result([], [input({ name: 'x', file: 'fill', shape: [2, 4], plan: [ramp] })])

it('the program prints the classes that the page shows, best first, for each row', async () => {
  const modelFile = './scores/model.json'
  await serveIdentity(modelFile, [{ name: 'x', dtype: 'float32', shape: [2, 4] }])
  const code = codeFor('javascript', settings, { use: layersModel, modelFile, scores: [shown] })
  const logged = await runJavascript(code, {})
  const exps = [0, 1, 2, 3].map((i) => Math.exp(i / 255))
  const sum = exps.reduce((a, b) => a + b, 0)
  const scores = [3, 2, 3, 2].map((i) => expect.closeTo((exps[i] ?? 0) / sum, 5))
  expect(logged.slice(1).map(({ name }) => name)).toEqual(['dog', 'cat', 'dog', 'cat'])
  expect(logged.slice(1).flatMap(({ values }) => values)).toEqual(scores)
})

it('in Python it takes the output by its name, and numbers classes without names', () => {
  const code = codeFor('python', settings, { use: layersModel, scores: [{ ...shown, names: null, applied: 'none' }] })
  expect(code).toContain('# As on the page: probs, the best 2 of 4 classes of each row.')
  expect(code).toContain('scores = outputs["probs"] if isinstance(outputs, dict) and "probs" in outputs')
  expect(code).toContain('for row in (tf.reshape(scores, [-1, 4])).numpy():')
  expect(code).toContain('print(f"class {i}", row[i])')
  expect(code).toContain('import numpy as np')
})
