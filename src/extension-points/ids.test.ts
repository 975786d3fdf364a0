import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { rungIds } from '../base/ladder.ts'
import { readings } from '../base/readings/index.ts'
import { exportKinds } from '../exports/index.ts'
import { formats } from '../formats/index.ts'
import { optimisingPasses } from '../graph/passes/index.ts'
import { inputFormats } from '../inputs/formats/index.ts'
import { steps } from '../inputs/steps/index.ts'
import { rungs } from '../runtime/rungs.ts'

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

const ids: ReadonlySet<string> = new Set([
  ...Object.keys(readings),
  ...idsOf([...formats, ...inputFormats, ...steps, ...optimisingPasses, ...exportKinds]),
  ...rungIds,
  ...rungs.map(({ executor }) => executor.id),
])

const otherWords = 'the same word for something else:'

/** Code that compares with an id, by the beginning of its path, and why it may. */
const allowed: Readonly<Record<string, string>> = {
  'base/headline.ts': `${otherWords} the forms of a headline, which all readings share`,
  'engine/run.ts': `${otherWords} typed text as a source`,
  'inputs/prepare.ts': `${otherWords} typed text as a source`,
  'store/bindings.ts': `${otherWords} typed text as a source`,
  'store/changes.ts': `${otherWords} typed text as a source`,
  'store/commands/export.ts': `${otherWords} typed text as a source`,
  'views/input/InputSection.tsx': `${otherWords} typed text as a source`,
  'views/input/Source.tsx': `${otherWords} typed text as a source`,
  'views/input/head-columns.ts': `${otherWords} typed text as a source`,
  'formats/hdf5/': `${otherWords} datatypes of HDF5`,
  'formats/keras/weights/pickle.ts': `${otherWords} values of a pickle`,
  'formats/saved-model/lower/': `${otherWords} what a value refers to`,
  'ui/FieldControl.tsx': `${otherWords} types of fields`,
  'formats/unsupported/keras.ts': 'tells the kinds of model.json apart, to explain the ones that no format takes',
  'lessons/': 'a lesson is about the steps and the formats that it names',
  'exports/code/': 'writes the steps together as one program: a second table, which marks a step that it lacks',
}

const comparison = /\b(?:view|kind|format|id|rung|backend|executor|before)\s*[!=]==\s*'([^']+)'|\bcase '([^']+)':/g

const src = fileURLToPath(new URL('..', import.meta.url))
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|fixture|-suite\.ts$/.test(path))
  .map((path) => [path.replaceAll('\\', '/'), readFileSync(src + path, 'utf8')] as const)

it('no code but a row asks for the id of a row', () => {
  const found = sources.flatMap(([path, text]) =>
    [...text.matchAll(comparison)].flatMap(([code, compared, chosen]) =>
      ids.has(compared ?? chosen ?? '') ? [`${path}: ${code}`] : [],
    ),
  )
  const starts = Object.keys(allowed)
  expect(found.filter((line) => !starts.some((start) => line.startsWith(start)))).toEqual([])
  expect(starts.filter((start) => !found.some((line) => line.startsWith(start)))).toEqual([])
})
