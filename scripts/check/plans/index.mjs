import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { flag, names, readArguments } from '../options.mjs'
import { loadProduct } from '../product.mjs'

const usage = `npm run check:plans -- FOLDER [options]

Compares the planned preprocessing of every model in FOLDER with the right one, and prints how often each word was right.
FOLDER holds one folder per model: plan.json ({ word, scale, order? }), and the model in one or more formats, as
scripts/references/plan_cases.py writes them. Exits with 1 if something certain is wrong, more than 5 % of what was
derived, or if two formats of a model give different plans.

  --only PART,…  models whose name contains one of these
  --all          also prints plans that are right`

const options = await readArguments(usage, { only: names, all: flag })
const product = await loadProduct()
const [{ evidenceIn }, { byStrength, cluesTo }] = await Promise.all([
  product.load('/src/evidence/index.ts'),
  product.load('/src/base/clue.ts'),
])

/** @param {string} path @returns {Promise<readonly string[]>} */
async function filesBelow(path) {
  if (!(await stat(path)).isDirectory()) return [path]
  return (await Promise.all((await readdir(path)).map((name) => filesBelow(join(path, name))))).flat()
}

/** The planned scale and order of one model file or folder. @param {string} path */
async function planOf(path) {
  const files = await Promise.all(
    (await filesBelow(path)).map(async (file) => ({
      path: relative(join(path, '..'), file),
      file: new Blob([await readFile(file)]),
    })),
  )
  const tree = await product.openTree(files)
  const { matches } = await product.findModels(tree)
  const source = await product.openModel(matches[0], tree, {})
  const { graph } = await source.toGraph(source.summary.signatures[0]?.name ?? '')
  const clues = byStrength([
    ...source.summary.metadata.clues,
    ...(await evidenceIn(graph, { unit: source.summary.topology.unit })),
  ])
  const input = graph.inputs[0]?.name ?? ''
  const [scale] = cluesTo(clues, 'scale', input)
  const [order] = cluesTo(clues, 'order', input)
  return {
    scale: scale?.answer.scale,
    word: scale?.certainty ?? 'guessed',
    order: order?.answer,
    reason: scale?.reason ?? '',
  }
}

/** @type {Record<string, { right: number, wrong: number }>} */
const counts = { certain: { right: 0, wrong: 0 }, derived: { right: 0, wrong: 0 }, guessed: { right: 0, wrong: 0 } }
const order = { right: 0, wrong: 0, unknown: 0 }
let different = 0
for (const name of (await readdir(options.folder)).filter((each) => !each.includes('.')).sort()) {
  if (options.only?.some((part) => name.includes(part)) === false) continue
  const truth = JSON.parse(await readFile(join(options.folder, name, 'plan.json'), 'utf8'))
  const plans = new Set()
  for (const artifact of (await readdir(join(options.folder, name))).filter((each) => each !== 'plan.json').sort()) {
    const plan = await planOf(join(options.folder, name, artifact)).catch((error) => ({
      scale: undefined,
      word: 'guessed',
      order: undefined,
      reason: `failed: ${error.message}`,
    }))
    const right = plan.scale === truth.scale
    const misordered = truth.order !== undefined && plan.order !== undefined && plan.order !== truth.order
    const count = counts[plan.word]
    if (count !== undefined) count[right ? 'right' : 'wrong']++
    if (truth.order !== undefined)
      order[plan.order === undefined ? 'unknown' : plan.order === truth.order ? 'right' : 'wrong']++
    plans.add(`${plan.scale} ${plan.word} ${plan.order}`)
    if (options.all || (!right && truth.word !== 'guessed') || misordered || plan.reason.startsWith('failed'))
      console.log(
        `${name}/${artifact}: ${plan.scale}, ${plan.word}; right: ${truth.scale}, ${truth.word} (${plan.reason})`,
      )
  }
  if (plans.size > 1) {
    different++
    console.log(`${name}: its formats differ: ${[...plans].join(' | ')}`)
  }
}
await product.close()
console.table({ ...counts, order })
console.log(`${different} models with different plans in different formats`)
const { certain, derived } = counts
const failed =
  (certain?.wrong ?? 0) > 0 || (derived?.wrong ?? 0) > 0.05 * ((derived?.right ?? 0) + (derived?.wrong ?? 0))
process.exit(failed || different > 0 ? 1 : 0)
