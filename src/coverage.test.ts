import { describe, expect, it } from 'vitest'
import kerasLayers from './fixtures/keras-layers.json' with { type: 'json' }
import { layerClasses } from './formats/keras/layers/index.ts'
import { operationRows } from './formats/keras/operations/index.ts'
import { rules as readerRules } from './formats/saved-model/lower/rules.ts'
import { inferRules } from './graph/infer/index.ts'
import opDefs from './graph/op-defs.json' with { type: 'json' }
import { required } from './runtime/tfjs/lowering/index.ts'
import { customOps } from './runtime/tfjs/ops/index.ts'

/** Exports of `keras.layers` that are not lowered: not a layer, or unsupported. */
const notLayers: Readonly<Record<string, string>> = {
  Input: 'a function that makes an InputLayer',
  InputLayer: 'becomes an input of the graph',
  InputSpec: 'not a layer',
  Layer: 'the base class',
  Wrapper: 'the base class',
  Lambda: 'refused: Python code stored in the file, which is never run',
  FlaxLayer: 'refused: its code is not in the file',
  JaxLayer: 'refused: its code is not in the file',
  TorchModuleWrapper: 'refused: its code is not in the file',
  TernaryDense: 'refused: quantised weights are not supported yet',
  TFSMLayer: 'refused: refers to a SavedModel outside the file',
}

const notExecuted: Readonly<Record<string, string>> = {
  LookupTableExportV2: 'refused: TensorFlow returns the entries of a table in no defined order',
}

/** The ops of tfjs-converter 4.22, from its own op tables. */
async function tfjsOps(): Promise<readonly string[]> {
  const tables = import.meta.glob<{ readonly json: readonly { readonly tfOpName: string }[] }>(
    '../node_modules/@tensorflow/tfjs-converter/dist/operations/op_list/*.js',
  )
  // The package's mapper does not use its tables of ragged ops and decision forests.
  const used = Object.entries(tables).filter(([path]) => !/(ragged|tfdf)\.js$/.test(path))
  const loaded = await Promise.all(used.map(([, load]) => load()))
  return loaded.flatMap(({ json }) => json.map(({ tfOpName }) => tfOpName))
}

const pythonOps = ['EagerPyFunc', 'PyFunc', 'PyFuncStateless']

/** Each op with its executor; an op with several is listed under the first. */
async function executed(): Promise<ReadonlyMap<string, string>> {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['executed by Glassbox', customOps.map(({ op }) => op)],
    ['executed by TensorFlow.js', await tfjsOps()],
    ['rewritten', required.flatMap(({ ops }) => ops ?? [])],
    ['refused, because they call Python code', pythonOps],
    ['resolved while reading a SavedModel', [...readerRules.keys()]],
  ]
  const found = new Map<string, string>()
  for (const [way, ops] of ways) for (const op of ops) if (!found.has(op)) found.set(op, way)
  return found
}

const list = (names: Iterable<string>) => [...new Set(names)].sort().join(', ')

describe('coverage', () => {
  it('matches docs/coverage.md; `npx vitest run src/coverage -u` updates the file', async () => {
    const classes = new Set(layerClasses)
    const ops = await executed()
    const ways = [...new Set(ops.values())]
    const text = [
      '# Coverage',
      "Written by `npx vitest run src/coverage -u` from the product's tables; a test compares the two.",
      '## Keras layers',
      `Of the ${kerasLayers.length} names that \`keras.layers\` of Keras 3.15 exports, ${kerasLayers.filter((name) => classes.has(name)).length} are lowered:`,
      list(kerasLayers.filter((name) => classes.has(name))),
      'Not lowered:',
      kerasLayers
        .filter((name) => !classes.has(name))
        .map((name) => `- ${name}: ${notLayers[name] ?? 'NOT COVERED'}`)
        .join('\n'),
      'Also lowered, from older Keras versions, TensorFlow.js and the inside of layers:',
      list(layerClasses.filter((name) => !kerasLayers.includes(name))),
      '## Functions of `keras.ops` used as layers',
      list(operationRows.flatMap(({ classes: names }) => names)),
      '## TensorFlow ops',
      ...ways.flatMap((way) => [
        `${way[0]?.toUpperCase()}${way.slice(1)}:`,
        list([...ops].filter(([, how]) => how === way).map(([op]) => op)),
      ]),
      'Known by name, but not executed:',
      [...new Set([...Object.keys(opDefs), ...inferRules.keys()])]
        .filter((op) => !ops.has(op))
        .map((op) => `- ${op}: ${notExecuted[op] ?? 'NOT COVERED'}`)
        .join('\n'),
      'Executed, but without a shape rule:',
      list([...ops].filter(([op, how]) => !/^(resolved|refused)/.test(how) && !inferRules.has(op)).map(([op]) => op)),
    ]
    await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../docs/coverage.md')
  })

  it('has a reason for every op that is known but not executed', async () => {
    const ops = await executed()
    const known = [...Object.keys(opDefs), ...inferRules.keys()]
    expect([...new Set(known.filter((op) => !ops.has(op)))]).toEqual(Object.keys(notExecuted))
  })

  it('has a row or a reason for every Keras layer', () => {
    const classes = new Set(layerClasses)
    expect(kerasLayers.filter((name) => !classes.has(name) && notLayers[name] === undefined)).toEqual([])
    expect(Object.keys(notLayers).filter((name) => classes.has(name))).toEqual([])
  })
})
