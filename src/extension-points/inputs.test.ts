import { describe, expect, it } from 'vitest'
import { codeFor } from '../exports/code/index.ts'
import { input, result } from '../exports/fixtures/results.ts'
import { memoryFile, numbers, prepareFile, spec, stepOf } from '../inputs/fixtures/index.ts'
import { inputFormats } from '../inputs/formats/index.ts'
import type { InputFormat } from '../inputs/input-format.ts'
import type { ArrayValue } from '../inputs/input-value.ts'
import type { Step } from '../inputs/step.ts'
import { steps } from '../inputs/steps/index.ts'
import { isMadeUp, withRow } from './fixtures/with-row.ts'

const gainField = (value: number) =>
  ({ id: 'gain', label: 'Gain', type: 'number', value, min: null, max: null, integer: false }) as const

describe('one row is enough for', () => {
  it('an input format: recognised and read, with its own fields', async () => {
    const format: InputFormat = {
      id: 'made-up',
      label: 'Made up',
      holds: 'one',
      drawable: false,
      feeds: 'any',
      bySignature: true,
      match: (head) => (isMadeUp(head) ? 'MADE UP' : null),
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

  it('a preprocessing step: planned, applied, set by a person, marked in the exported code', async () => {
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
      const { settings } = result([], [input({ name: 'x', file: file.path, plan: prepared.description.plan })])
      for (const language of ['javascript', 'python'] as const)
        expect(codeFor(language, settings)).toContain(
          'The step "made-up" has no counterpart in this program: the numbers will differ.',
        )
      const set = await prepareFile(file, spec([2]), { settings: [{ id: 'made-up', values: { gain: 10 } }] })
      expect(numbers(set)).toEqual([10, 20])
      expect(stepOf(set, 'made-up').chosenBy).not.toBe('automatic')
    })
  })
})
