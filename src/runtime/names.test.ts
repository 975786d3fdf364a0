import { expect, it } from 'vitest'
import { bareGraph } from './fixtures/graphs.ts'
import { plainBrowser, request, wasmPaths } from './fixtures/runtime.ts'
import { createRuntime } from './index.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser })

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '0', 'a b', 'é'])(
  'runs a graph with nodes named %s',
  async (name) => {
    const x = { dtype: 'float32', shape: [2], data: Float32Array.of(0.25, 0.5) } as const
    const asInput = await bareGraph([
      [name, 'Placeholder'],
      ['y', 'Sin', name],
    ])
    const asOutput = await bareGraph([
      ['x', 'Placeholder'],
      [name, 'Sin', 'x'],
      ['y', 'Neg', name],
    ])
    const wanted = [Math.sin(0.25), Math.sin(0.5)]
    for (const [graph, input, sign] of [
      [asInput, name, 1],
      [asOutput, 'x', -1],
    ] as const) {
      const { session } = await runtime.start(graph, request('cpu'))
      const { outputs } = await session.run(Object.fromEntries([[input, x]]))
      session.dispose()
      expect(outputs.length).toBe(1)
      const found = Array.from(outputs[0]?.value.data as Float32Array)
      for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(sign * value, 6)
    }
  },
)
