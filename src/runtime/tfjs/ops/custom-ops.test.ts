import { describe, expect, it } from 'vitest'
import { customOps } from './index.ts'

/** The ops of tfjs-converter 4.22, from its own op tables. */
async function ownOps(): Promise<ReadonlySet<string>> {
  const tables = import.meta.glob<{ readonly json: readonly { readonly tfOpName: string }[] }>(
    '../../../../node_modules/@tensorflow/tfjs-converter/dist/operations/op_list/*.js',
  )
  const loaded = await Promise.all(
    // These are in the package, but the op mapper does not use them.
    Object.entries(tables).flatMap(([path, load]) => (/(ragged|tfdf)\.js$/.test(path) ? [] : [load()])),
  )
  return new Set(loaded.flatMap(({ json }) => json.map(({ tfOpName }) => tfOpName)))
}

/** In the tables, but the executor asks for inputs under other names. */
const neverRuns: ReadonlySet<string> = new Set(['BitwiseAnd'])

describe('custom ops', () => {
  it('are marked as replacing exactly if TensorFlow.js has a working op of that name', async () => {
    const known = await ownOps()
    expect(known.size).toBeGreaterThan(200)
    for (const op of neverRuns) expect(known).toContain(op)
    const runs = (op: string) => known.has(op) && !neverRuns.has(op)
    expect(customOps.filter(({ op, replaces }) => runs(op) !== (replaces === true)).map(({ op }) => op)).toEqual([])
  })

  it('have unique names', () => {
    expect(new Set(customOps.map(({ op }) => op)).size).toBe(customOps.length)
  })
})
