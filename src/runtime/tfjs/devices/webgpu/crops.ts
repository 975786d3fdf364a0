import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

let repaired = false

/**
 * The WebGPU kernel compares the picture of a box with the number of boxes, and leaves the crops of later pictures
 * empty: with more pictures than boxes, empty boxes are added, and their crops dropped.
 */
export function repairCrops(tf: Core): void {
  const [crop, pad, slice] = ['CropAndResize', 'PadV2', 'Slice'].map((name) => tf.getKernel(name, 'webgpu'))
  if (repaired || crop === undefined || pad === undefined || slice === undefined) return
  const kernelFunc: KernelFunc = (params) => {
    const { inputs, backend } = params
    const [image, boxes, boxInd] = [inputs.image, inputs.boxes, inputs.boxInd] as [TensorInfo, TensorInfo, TensorInfo]
    const [pictures = 0, count = 0] = [image.shape[0], boxes.shape[0]]
    if (pictures <= count) return crop.kernelFunc(params)
    const made: TensorInfo[] = []
    const run = (kernel: KernelFunc, call: Omit<Parameters<KernelFunc>[0], 'backend'>): TensorInfo => {
      const output = kernel({ ...call, backend }) as TensorInfo
      made.push(output)
      return output
    }
    const added = [0, pictures - count]
    const more = (x: TensorInfo) => {
      const paddings = x.shape.map((_, axis) => (axis === 0 ? added : [0, 0]))
      return run(pad.kernelFunc, { inputs: { x }, attrs: { paddings, constantValue: 0 } as never })
    }
    const x = run(crop.kernelFunc, { ...params, inputs: { image, boxes: more(boxes), boxInd: more(boxInd) } })
    const attrs = { begin: [0, 0, 0, 0], size: [count, ...x.shape.slice(1)] } as never
    const output = slice.kernelFunc({ inputs: { x }, attrs, backend }) as TensorInfo
    for (const { dataId } of made) (backend as KernelBackend).disposeData(dataId)
    return output
  }
  tf.unregisterKernel('CropAndResize', 'webgpu')
  tf.registerKernel({ ...crop, kernelFunc })
  repaired = true
}
