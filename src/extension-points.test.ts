import { describe, expect, it } from 'vitest'
import { headlineOf, headlineText } from './base/headline.ts'
import type { ReadingRow } from './base/readings/contract.ts'
import { type Interpretation, readings, type ViewId } from './base/readings/index.ts'
import { rowOf } from './base/run-row.ts'
import { defaultOptions } from './exports/contract.ts'
import { csv } from './exports/csv.ts'
import { output, result } from './exports/fixtures/results.ts'
import { recordOf } from './exports/json.ts'
import type { ModelFormat, OpenedModel } from './formats/contract.ts'
import { dropOf } from './formats/fixtures/drop.ts'
import { announcesModel, findModels, formats, mayHoldModel, openModel } from './formats/index.ts'
import type { Pass } from './graph/passes/contract.ts'
import { float, graphOf } from './graph/passes/fixtures/build.ts'
import { operations } from './graph/passes/fixtures/run.ts'
import { optimise, optimisingPasses } from './graph/passes/index.ts'
import { memoryFile, numbers, prepareFile, spec, stepOf } from './inputs/fixtures/index.ts'
import { inputFormats } from './inputs/formats/index.ts'
import type { InputFormat } from './inputs/input-format.ts'
import type { ArrayValue } from './inputs/input-value.ts'
import type { Step } from './inputs/step.ts'
import { steps } from './inputs/steps/index.ts'
import type { OutputKind } from './outputs/contract.ts'
import { contextOf, named, tensorOf } from './outputs/fixtures.ts'
import { readOutputs } from './outputs/index.ts'
import { outputKinds } from './outputs/kinds.ts'

/**
 * Everything that can be added is one row of one table. Each test adds a made-up row and uses it from end to end; one that
 * fails has found a second place that must know the row.
 */

const gainField = (value: number) =>
  ({ id: 'gain', label: 'Gain', type: 'number', value, min: null, max: null, integer: false }) as const

/** Adds a row for the time of `work`. Tables are read-only to the product. */
async function withRow<Row>(table: readonly Row[], row: Row, at: number, work: () => Promise<void>): Promise<void> {
  const rows = table as Row[]
  rows.splice(at, 0, row)
  try {
    await work()
  } finally {
    rows.splice(rows.indexOf(row), 1)
  }
}

/** Adds an entry to a table by ids for the time of `work`. */
async function withEntry(table: object, id: string, entry: unknown, work: () => Promise<void>): Promise<void> {
  const entries = table as Record<string, unknown>
  entries[id] = entry
  try {
    await work()
  } finally {
    delete entries[id]
  }
}

const made = (head: Uint8Array) => new TextDecoder().decode(head).startsWith('MADE UP')

describe('one row is enough for', () => {
  it('a model format: announced, found, opened, named', async () => {
    const opened = { summary: { name: 'm' } } as unknown as OpenedModel
    const format: ModelFormat = {
      id: 'made-up',
      label: 'Made up',
      names: /\.madeup$/,
      whole: /\.madeup$/,
      use: { files: 'made-up files', loader: null },
      match: async (files) =>
        files.filter(({ head }) => made(head)).map(({ file }) => ({ main: file, name: 'm', files: [], confidence: 1 })),
      open: async () => ({ open: async () => opened }),
    }
    await withRow(formats, format, formats.length, async () => {
      expect(announcesModel('a.madeup')).toBe(true)
      const tree = await dropOf({ 'a.madeup': 'MADE UP 1' })
      const { matches, problems } = await findModels(tree)
      expect(matches.map(({ match }) => match.main.path)).toEqual(['a.madeup'])
      expect(problems).toEqual([])
      const [found] = matches
      const source = found && (await openModel(found, tree, {}))
      expect(source?.summary).toEqual({ name: 'm', format: 'made-up', formatLabel: 'Made up', use: format.use })
      expect(mayHoldModel('a.madeup')).toBe(true)
    })
  })

  it('an input format: recognised and read, with its own fields', async () => {
    const format: InputFormat = {
      id: 'made-up',
      label: 'Made up',
      bySignature: true,
      match: (head) => (made(head) ? 'MADE UP' : null),
      open: async () => ({
        open: async () => ({
          source: 'MADE UP, 2 numbers',
          auto: () => ({ values: { gain: 2 }, reason: 'it is made up' }),
          fields: ({ gain }) => [gainField(Number(gain))],
          inputValue: ({ gain }) => ({
            type: 'tensor',
            shape: [2],
            data: Float64Array.of(1, 2).map((x) => x * Number(gain)),
          }),
          summary: () => '2 numbers',
        }),
      }),
    }
    await withRow(inputFormats, format, 0, async () => {
      const file = memoryFile('x.madeup', 'MADE UP')
      const prepared = await prepareFile(file, spec([null, 2]))
      expect(numbers(prepared)).toEqual([2, 4])
      expect(stepOf(prepared, 'read').fields).toHaveLength(1)
      const settings = [{ id: 'read', values: { gain: 5 } }]
      expect(numbers(await prepareFile(file, spec([null, 2]), { settings }))).toEqual([5, 10])
    })
  })

  it('a preprocessing step: planned, applied, set by a person', async () => {
    const step: Step<ArrayValue> = {
      id: 'made-up',
      label: 'Made up',
      applies: (value): value is ArrayValue => value.type === 'tensor',
      auto: () => ({ values: { gain: 3 }, reason: 'it is made up' }),
      fields: ({ gain }) => [gainField(Number(gain))],
      apply: (value, { gain }) => ({
        ...value,
        data: Float64Array.from(Array.from(value.data, Number), (x) => x * Number(gain)),
      }),
      summary: ({ gain }) => `times ${gain}`,
    }
    await withRow(steps, step as unknown as Step, steps.length - 1, async () => {
      const file = memoryFile('x.json', '[1, 2]')
      const prepared = await prepareFile(file, spec([2]))
      expect(numbers(prepared)).toEqual([3, 6])
      expect(stepOf(prepared, 'made-up')).toMatchObject({ summary: 'times 3', chosenBy: 'automatic' })
      const set = await prepareFile(file, spec([2]), { settings: [{ id: 'made-up', values: { gain: 10 } }] })
      expect(numbers(set)).toEqual([10, 20])
      expect(stepOf(set, 'made-up').chosenBy).not.toBe('automatic')
    })
  })

  it('a way to read outputs: grouped, decoded with its options, headed and exported', async () => {
    const kind: OutputKind = {
      id: 'pair' as ViewId,
      match: (all) =>
        all.length === 2
          ? [{ fit: 0.99, reason: 'there are two', uses: all.map(({ name }) => name), options: [gainField(2)] }]
          : [],
      decode: ([first], _context, { gain }) =>
        ({ view: 'pair', data: [Number(first?.value.data[0]) * Number(gain)] }) as unknown as Interpretation,
    }
    const row: ReadingRow<readonly number[]> = {
      headline: (values) => ({ kind: 'numbers', values, count: values.length }),
      record: (values) => ({ values }),
    }
    await withRow(outputKinds, kind, 0, () =>
      withEntry(readings, 'pair', row, async () => {
        const outputs = named(tensorOf([1, 1], [4]), tensorOf([1, 1], [5]))
        const groups = readOutputs(outputs, contextOf(outputs))
        expect(groups.map((group) => group.outputs)).toEqual([['Identity', 'Identity_1']])
        const run = { ...result(outputs.map(({ name, value }) => output(value, [], name))), groups }
        expect(headlineText(headlineOf(run))).toBe('8')
        const record = recordOf(run, defaultOptions)
        expect(record.outputs.map(({ view }) => view)).toEqual(['pair', 'numbers'])
        expect(record.readings).toEqual([
          {
            view: 'pair',
            outputs: ['Identity', 'Identity_1'],
            reason: 'there are two',
            options: { gain: 2 },
            data: { values: [8] },
          },
        ])
        expect(await csv.make(run, defaultOptions)).toContain('i0,i1,value')
        expect(rowOf(run).outputs.map(({ cells }) => cells[0])).toEqual([
          ['min', 4],
          ['min', 5],
        ])
      }),
    )
  })

  it('a pass: run and reported', async () => {
    const pass: Pass = {
      id: 'made-up',
      label: 'Turns Neg into Abs',
      run: (graph) => {
        const found = [...graph.nodes].filter(([, { op }]) => op === 'Neg')
        if (found.length === 0) return { graph, changes: 0, places: [] }
        const nodes = new Map([...graph.nodes, ...found.map(([name, node]) => [name, { ...node, op: 'Abs' }] as const)])
        return { graph: { ...graph, nodes }, changes: found.length, places: [{ target: 'negation', absorbed: [] }] }
      },
    }
    const graph = graphOf([2], (b, x) => b.op('Neg', [x], float))
    await withRow(optimisingPasses, pass, optimisingPasses.length, async () => {
      const { graph: optimised, report } = await optimise(graph, { enabled: true })
      expect(operations(optimised)).toEqual(['Abs'])
      expect(report.passes).toContainEqual({
        id: 'made-up',
        label: pass.label,
        changes: 1,
        places: [{ target: 'negation', absorbed: [] }],
        targets: 1,
        removed: 0,
      })
    })
  })
})
