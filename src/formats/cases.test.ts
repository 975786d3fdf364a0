import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { type DType, sizeOf, type TensorData, type TensorValue } from '../base/tensor.ts'
import { openTree } from '../files/open-tree.ts'
import type { FileTree } from '../files/tree.ts'
import { plainBrowser, request, wasmPaths } from '../runtime/fixtures/runtime.ts'
import { createRuntime } from '../runtime/index.ts'
import { findModels, openModel } from './index.ts'

interface Port {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: readonly (number | string)[]
}

interface Case {
  readonly signature: string | null
  readonly tolerance: { readonly rtol: number; readonly atol: number }
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const folder = new URL('fixtures/cases/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name.endsWith('.zip'))
const runtime = createRuntime({ wasmPaths, environment: plainBrowser })

it.each(names)('%s matches TensorFlow', async (name) => {
  const tree = await openTree([{ path: name, file: new Blob([await readFile(new URL(name, folder))]) }])
  const { signature, tolerance, inputs, outputs } = await caseIn(tree)
  const [found] = (await findModels(tree)).matches
  if (found === undefined) throw new Error('no model')
  const source = await openModel(found, tree, {})
  const { graph } = await source.toGraph(signature ?? source.summary.signatures[0]?.name ?? '')
  const { session } = await runtime.start(graph, request('cpu'))
  try {
    const names = session.inputs.map((spec) => spec.name)
    const nameOf = (port: Port, i: number) => (names.includes(port.name) ? port.name : (names[i] ?? ''))
    const result = await session.run(Object.fromEntries(inputs.map((port, i) => [nameOf(port, i), tensorOf(port)])))
    for (const [i, expected] of outputs.entries()) {
      const output = result.outputs.find((one) => one.name === expected.name) ?? result.outputs[i]
      expectSame(output?.value, expected, tolerance)
    }
  } finally {
    session.dispose()
  }
})

async function caseIn(tree: FileTree): Promise<Case> {
  const file = tree.files.find((one) => one.name === 'case.json')
  if (file === undefined) throw new Error('no case.json')
  return JSON.parse(new TextDecoder().decode(await file.source.read(0, file.source.size))) as Case
}

function tensorOf({ dtype, shape, data }: Port): TensorValue {
  return { dtype, shape, data: typed(dtype, data) }
}

function typed(dtype: DType, data: readonly (number | string)[]): TensorData {
  if (dtype === 'string') return data.map(String)
  const numbers = data.map(Number)
  if (dtype === 'bool') return Uint8Array.from(numbers)
  return dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers)
}

function expectSame(found: TensorValue | undefined, expected: Port, { rtol, atol }: Case['tolerance']): void {
  expect(found?.shape, expected.name).toEqual(expected.shape)
  expect(found?.data.length, expected.name).toBe(sizeOf(expected.shape))
  const wrong = expected.data.flatMap((wanted, i) => {
    const value = found?.data[i]
    if (expected.dtype === 'string' || Object.is(Number(value), Number(wanted)))
      return value === wanted || expected.dtype !== 'string' ? [] : [[i, value, wanted]]
    const difference = Math.abs(Number(value) - Number(wanted))
    return difference <= atol + rtol * Math.abs(Number(wanted)) ? [] : [[i, value, wanted]]
  })
  expect(wrong, expected.name).toEqual([])
}
