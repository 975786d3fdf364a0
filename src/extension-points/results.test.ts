import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { headlineOf, headlineText } from '../base/headline.ts'
import { noMetadata } from '../base/model.ts'
import { noTrace } from '../base/output-trace.ts'
import type { ReadingRow } from '../base/readings/contract.ts'
import { type Interpretation, readings, type ViewId } from '../base/readings/index.ts'
import { cellsOf } from '../base/run-row.ts'
import type { ExportKind } from '../exports/contract.ts'
import { floats, output, result } from '../exports/fixtures/results.ts'
import { defaultOptions, exportKinds } from '../exports/index.ts'
import type { OutputKind } from '../outputs/contract.ts'
import { readOutputs } from '../outputs/index.ts'
import { outputKinds } from '../outputs/kinds.ts'
import { exportsFor } from '../store/index.ts'
import { Drawn } from '../views/outputs/Drawn.tsx'
import { outputViews } from '../views/outputs/index.ts'
import { withEntry, withRow } from './fixtures/with-row.ts'

const view = { label: 'Made up', View: () => createElement('p', null, 'drawn') }

const value = floats([1, 2], [0.25, 4])

describe('one row a table is enough for', () => {
  it('a reading and its view: found, named, drawn, exported', async () => {
    const row: ReadingRow<{ readonly sum: number }> = {
      headline: ({ sum }) => ({ kind: 'text', text: `sum ${sum}` }),
      cells: ({ sum }) => [['sum', sum]],
      table: ({ sum }) => ({ titles: ['sum'], rows: [[sum]] }),
      record: ({ sum }) => ({ total: sum }),
      picture: () => ({ width: 1, height: 1, rgba: new Uint8ClampedArray(4) }),
    }
    const kind: OutputKind = {
      id: 'made-up' as ViewId,
      match: (outputs) => outputs.map(({ name }) => ({ fit: 1, reason: 'it is made up', uses: [name], options: [] })),
      decode: () => ({ view: 'made-up', data: { sum: 4.25 } }) as unknown as Interpretation,
    }
    await withEntry(readings, 'made-up', row, () =>
      withRow(outputKinds, kind, 0, () =>
        withEntry(outputViews, 'made-up', view, async () => {
          const context = {
            metadata: noMetadata,
            inputs: [],
            outputs: [{ name: 'y', shape: value.shape, trace: noTrace }],
          }
          const made = output(value, [], 'y')
          const run = { ...result([made]), groups: readOutputs([{ name: 'y', value }], context) }
          const [group] = run.groups
          expect(group?.candidates[0]).toMatchObject({ id: 'made-up', fit: 1 })
          expect(headlineText(headlineOf(run))).toBe('sum 4.25')
          expect(cellsOf(run, made)).toEqual([['sum', 4.25]])
          const interpretation = group?.shown.interpretation as Interpretation
          const drawn = createElement(Drawn, {
            interpretation,
            output: made,
            table: null,
            index: 0,
            options: {},
            onOption: () => undefined,
            fields: null,
          })
          expect(renderToStaticMarkup(drawn)).toBe('<p>drawn</p>')
          expect(exportsFor(run, 0).map(({ id }) => id)).toEqual(expect.arrayContaining(['json', 'csv', 'npy', 'png']))
          const files = new Map(exportKinds.map((one) => [one.id as string, one]))
          const file = (id: string) => files.get(id)?.make(run, { ...defaultOptions, interpretation })
          expect(await file('csv')).toBe('sum\r\n4.25\r\n')
          expect(JSON.parse(String(await file('json'))).readings).toEqual([
            { view: 'made-up', outputs: ['y'], reason: 'it is made up', options: {}, data: { total: 4.25 } },
          ])
          expect(await file('png')).toBeInstanceOf(Uint8Array)
        }),
      ),
    )
  })

  it('an export: offered', async () => {
    const kind: ExportKind = {
      id: 'made-up',
      label: 'Made up',
      about: 'All of it',
      whole: true,
      extension: 'madeup',
      mime: 'text/plain',
      statesModel: false,
      fits: () => true,
      make: async () => 'made up',
    }
    await withRow<ExportKind>(exportKinds, kind, 0, () => {
      const [first] = exportsFor(result([output(value, [])]), 0)
      expect(first).toMatchObject({ id: 'made-up', label: 'Made up', about: 'All of it', whole: true })
    })
  })
})
