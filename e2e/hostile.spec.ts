import { expect, test } from '@playwright/test'
import { expectModel, expectResult, fillWith, made, open, pickFiles, pickInputs, result, run } from './app.ts'

const node = (name: string, op: string, input: readonly string[] = [], attr: object = {}) => ({ name, op, input, attr })

const graphModel = (nodes: readonly object[]) =>
  made('model.json', JSON.stringify({ format: 'graph-model', modelTopology: { node: nodes }, weightsManifest: [] }))

test('an input named __proto__ runs, and a text output of 8 MB is drawn in part', async ({ page }) => {
  const shape = { shape: { dim: [{ size: '1' }, { size: '2' }] } }
  const nodes = [
    node('__proto__', 'Placeholder', [], { dtype: { type: 'DT_FLOAT' }, shape }),
    node('y', 'Sin', ['__proto__'], { T: { type: 'DT_FLOAT' } }),
  ]
  await open(page)
  await pickFiles(page, [graphModel(nodes)])
  await expectModel(page, 'model')
  await fillWith(page, '__proto__', 'Ones')
  await run(page)
  await expect(result(page)).toContainText('0.841471')

  const text = { type: 'DT_STRING' }
  const joined = Array.from({ length: 20 }, (_, i) => {
    const from = i === 0 ? 'x' : `j${i - 1}`
    return node(`j${i}`, 'StringJoin', [from, from], { N: { i: '2' }, separator: { s: '' } })
  })
  const joins = [
    node('x', 'Placeholder', [], { dtype: text, shape: { shape: { dim: [{ size: '-1' }] } } }),
    ...joined,
    node('y', 'Identity', ['j19'], { T: text }),
  ]
  await pickFiles(page, [graphModel(joins)])
  await expectModel(page, 'model')
  await pickInputs(page, [made('in.txt', 'aaaaaaaa\n')])
  await expectResult(page)
  await expect(result(page)).toContainText(/The first 5\s000 of 9\s437\s184 characters/)
  const length = await result(page).evaluate((element) => element.textContent?.length ?? 0)
  expect(length).toBeLessThan(20_000)
})
