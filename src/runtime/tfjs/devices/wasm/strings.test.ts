import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { int32 } from '../../../../graph/constant.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../../fixtures/runtime.ts'
import { createRuntime } from '../../../index.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

it.each(['cpu', 'wasm'] as const)('gathers strings and replaces substrings on %s', async (backend) => {
  const b = new GraphBuilder()
  const x = b.input('x', 'string', [2])
  const places = b.constant(int32([0, 1, 1, 0], [2, 2]))
  b.output('spread', b.op('SparseToDense', [places, b.ints([2, 2]), x, b.string('none')]))
  b.output(
    'replaced',
    b.op('StaticRegexReplace', [x], { pattern: { s: '[!?]+' }, rewrite: { s: '' }, replace_global: { b: true } }),
  )
  const { session } = await runtime.start(b.build(), request(backend))
  const { outputs } = await session.run({ x: { dtype: 'string', shape: [2], data: ['so?!', 'ü!'] } })
  expect(outputs.map(({ value }) => value.data)).toEqual([
    ['none', 'so?!', 'ü!', 'none'],
    ['so', 'ü'],
  ])
  session.dispose()
})
