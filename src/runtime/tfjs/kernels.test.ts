import { expect, it } from 'vitest'
import { rungs } from '../rungs.ts'
import { lackingOps, rareKernels, readsNumbers } from './kernels.ts'
import { loadCore } from './packages.ts'

/** Kernels that some package lacks but no model can use, with the reason. */
const harmless: ReadonlyMap<string, string> = new Map([
  ['Conv2DBackpropFilter', 'training'],
  ['DepthwiseConv2dNativeBackpropFilter', 'training'],
  ['DepthwiseConv2dNativeBackpropInput', 'training'],
  ['Dilation2DBackpropFilter', 'training'],
  ['Dilation2DBackpropInput', 'training'],
  ['Draw', 'draws to a canvas'],
  ['FromPixels', 'reads a canvas'],
  ['LogicalXor', 'composed of other kernels'],
  ['NonMaxSuppressionV4', 'the graph op computes in plain JavaScript'],
  ['RaggedGather', 'the op is unknown to tfjs-converter'],
  ['RaggedRange', 'the op is unknown to tfjs-converter'],
  ['RaggedTensorToTensor', 'the op is unknown to tfjs-converter'],
  ['UnsortedSegmentSum', 'the op is unknown to tfjs-converter'],
])

it('lists exactly the kernels missing from some of the four packages', async () => {
  const tf = await loadCore()
  const registered = await Promise.all(
    rungs.map(async (rung) => {
      await rung.device.lacking(new Map())
      return new Set(tf.getKernelsForBackend(rung.id).map(({ kernelName }) => kernelName))
    }),
  )
  const all = new Set(registered.flatMap((names) => [...names]))
  const unshared = [...all].filter((name) => registered.some((names) => !names.has(name))).sort()
  const listed = [...new Set([...[...rareKernels.values()].flat(), ...harmless.keys()])].sort()
  expect(listed).toEqual(unshared)
})

const backend = (...kernels: readonly string[]) => ({
  has: (kernel: string) => kernels.includes(kernel),
  onProcessor: true,
  readsAtOnce: true,
})

it('names the ops whose kernels are absent', () => {
  const operations = new Map([
    ['Relu', 3],
    ['RFFT', 1],
    ['UniqueV2', 1],
    ['StaticRegexReplace', 1],
    // Custom ops, which need no kernel.
    ['BitwiseAnd', 1],
  ])
  expect(lackingOps(operations, backend('Unique'))).toEqual(['RFFT'])
  expect(lackingOps(operations, backend('Unique', 'FFT', 'Complex', 'Real', 'Imag'))).toEqual([])
  const checked = new Map([['CheckInt64', 1]])
  expect(lackingOps(checked, backend())).toEqual([])
  expect(lackingOps(checked, { ...backend(), onProcessor: false })).toEqual(['CheckInt64'])
  const reading = new Map([[readsNumbers('Range'), 1]])
  expect(lackingOps(reading, backend())).toEqual([])
  expect(lackingOps(reading, { ...backend(), readsAtOnce: false })).toEqual([
    'Range with sizes or axes computed in the run',
  ])
})
