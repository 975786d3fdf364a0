import { describe, expect, it } from 'vitest'
import type { ModelFormat, OpenedModel } from '../formats/contract.ts'
import { dropOf } from '../formats/fixtures/drop.ts'
import { findModels, formats, mayHoldModel, openModel } from '../formats/index.ts'
import type { Pass } from '../graph/passes/contract.ts'
import { float, graphOf } from '../graph/passes/fixtures/build.ts'
import { operations } from '../graph/passes/fixtures/run.ts'
import { optimise, optimisingPasses } from '../graph/passes/index.ts'
import { isMadeUp, withRow } from './fixtures/with-row.ts'

describe('one row is enough for', () => {
  it('a model format: announced, found, opened, named', async () => {
    const opened = { summary: { name: 'm' } } as unknown as OpenedModel
    const format: ModelFormat = {
      id: 'made-up',
      label: 'Made up',
      whole: /\.madeup$/,
      use: { files: 'made-up files', loader: null },
      match: async (files) =>
        files
          .filter(({ head }) => isMadeUp(head))
          .map(({ file }) => ({ main: file, name: 'm', files: [], confidence: 1 })),
      open: async () => ({ open: async () => opened }),
    }
    await withRow(formats, format, formats.length, async () => {
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
