import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { messageOf } from '../../../../base/errors.ts'
import { withDeadline } from '../../../deadline.ts'
import type { DeviceProbe } from '../../../device.ts'
import { deviceLost, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Core } from '../../packages.ts'
import type { Backend } from '../backend.ts'
import { repairParts } from '../gpu/parts.ts'
import { repairRanks } from '../gpu/ranks.ts'
import { repairSmallTensors } from '../gpu/small-tensors.ts'
import { isSoftwareRenderer, softwareReason } from '../software.ts'
import { repairCasts } from './cast.ts'
import { webgpuCompiler } from './compiler.ts'
import { repairCrops } from './crops.ts'
import { correctShaders } from './shaders.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-webgpu'))

const requestLimitMs = 10_000
/** How long to wait after an error for the loss that may have caused it; the browser reports it a moment later. */
const lossLimitMs = 500

/** The limits that tfjs raises to the adapter's maximum (its `base.ts`); large models need the buffer sizes. */
const raisedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const

function requestAdapter(gpu: GPU): Promise<GPUAdapter | null> {
  const request = gpu.requestAdapter({ powerPreference: 'high-performance' })
  return withDeadline(request, requestLimitMs, `the browser returned no adapter within ${requestLimitMs / 1000} s`)
}

function nameOf({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].filter((part, i, all) => part && all.indexOf(part) === i).join(' ')
}

function inspect(adapter: GPUAdapter): DeviceProbe {
  const device = nameOf(adapter.info) || 'an unnamed adapter'
  // In older browsers the flag is on the adapter.
  const fallback =
    adapter.info.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? false
  if (fallback || isSoftwareRenderer(device)) {
    return { state: 'software', reason: softwareReason(device), device }
  }
  return { state: 'available', reason: `adapter ${device}`, device }
}

export const webgpu: Backend = {
  id: 'webgpu',
  onProcessor: false,
  readsAtOnce: false,
  probe: async ({ gpu, secureContext }) => {
    const none = (reason: string): DeviceProbe => ({ state: 'unavailable', reason, device: '' })
    if (!secureContext) return none('WebGPU needs a page from https or localhost')
    if (gpu === undefined) return none('this browser has no WebGPU, or it is switched off')
    try {
      const adapter = await requestAdapter(gpu)
      return adapter === null
        ? none('no adapter: the browser has WebGPU, but no suitable graphics device')
        : inspect(adapter)
    } catch (error) {
      return none(`no adapter: ${messageOf(error)}`)
    }
  },
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf, environment: { gpu } }) => {
    const pkg = await loadPackage()
    repairCasts(tf)
    repairSmallTensors(tf, 'webgpu')
    repairCrops(tf)
    repairRanks(tf, 'webgpu')
    repairParts(tf, 'webgpu')
    const adapter = gpu === undefined ? null : await requestAdapter(gpu)
    if (adapter === null) throw new Error('the browser returned no adapter')
    const device = await requestDevice(adapter)
    const loss = new Loss(deviceLost('WebGPU'))
    let disposed = false
    void device.lost.then(({ reason, message }) => {
      if (!disposed) loss.report(`the browser reported "${message.replace(/[.\s]+$/, '') || reason}"`)
    })
    const faults: string[] = []
    device.addEventListener('uncapturederror', ({ error }) => {
      faults.push(error instanceof GPUOutOfMemoryError ? `out of memory: ${error.message}` : error.message)
    })
    const backend = new pkg.WebGPUBackend(device, adapter.info)
    const minUploadSize = tf.env().getNumber('WEBGPU_CPU_HANDOFF_SIZE_THRESHOLD')
    keepSmallValues(tf, backend, minUploadSize)
    correctShaders(backend)
    return {
      backend,
      note: nameOf(adapter.info),
      loss,
      memory: () => backend.memory().numBytesInGPU || tf.engine().state.numBytes,
      detectLoss: () => undefined,
      settle: () =>
        withDeadline(device.lost, lossLimitMs, '').then(
          () => undefined,
          () => undefined,
        ),
      faults: () => faults.splice(0),
      flush: async () => {
        await device.queue.onSubmittedWorkDone()
      },
      place: null,
      // Smaller weights stay in CPU memory, because tfjs runs kernels on small tensors on the CPU.
      adopt: (dataId, size) => {
        if (size >= minUploadSize) backend.uploadToGPU(dataId)
      },
      compiler: webgpuCompiler(backend),
      dispose: () => {
        disposed = true
        device.destroy()
      },
    }
  },
}

function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : []
  const requiredLimits = Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]]))
  const request = adapter.requestDevice({ requiredFeatures, requiredLimits })
  return withDeadline(request, requestLimitMs, `the adapter returned no device within ${requestLimitMs / 1000} s`)
}

/**
 * Keeps the values of small tensors that are uploaded: a step of a loop, a size or an axis that a kernel has also used as
 * an operand is on the GPU, and what is computed from it would be there too, where tfjs-converter cannot read it.
 */
function keepSmallValues(tf: Core, backend: WebGPUBackend, limit: number): void {
  const upload = backend.uploadToGPU.bind(backend)
  const read = backend.readSync.bind(backend)
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId)
    const { values } = data
    upload(dataId)
    if (values && values.length < limit) data.values = values
  }
  const run = backend.runWebGPUProgram.bind(backend)
  backend.runWebGPUProgram = (program, inputs, dtype, uniforms, output) => {
    const result = run(program, inputs, dtype, uniforms, output)
    // Scatter writes into the tensor that it is given.
    if (output !== undefined) Object.assign(backend.tensorMap.get(output.dataId), { values: null })
    return result
  }
  backend.shouldExecuteOnCPU = (inputs, size = limit) =>
    tf.env().getBool('WEBGPU_CPU_FORWARD') &&
    inputs.every(({ dataId, shape }) => {
      const { resource, values } = backend.tensorMap.get(dataId)
      return (!resource || values) && tf.util.sizeFromShape(shape) < size
    })
  // It would be slow where it works, and give zeros elsewhere; the next rung can read it.
  backend.readSync = (dataId) => {
    const { resource, values } = backend.tensorMap.get(dataId)
    if (resource && !values) throw new Error('the model needs a result of the GPU in the middle of a run')
    return read(dataId)
  }
}
