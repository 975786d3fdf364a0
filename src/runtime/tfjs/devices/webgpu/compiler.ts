import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { Compiler } from '../backend.ts'

/** Private part of tfjs-backend-webgpu 4.22's `WebGPUBackend`: holds a promise until the pipeline is compiled. */
interface Internals {
  readonly pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>
}

export function webgpuCompiler(backend: WebGPUBackend): Compiler {
  const { pipelineCache } = backend as unknown as Internals
  return {
    flag: 'WEBGPU_ENGINE_COMPILE_ONLY',
    programs: () => Object.keys(pipelineCache),
    finish: () => backend.checkCompileCompletionAsync(),
    abandon: (programs) => {
      for (const name of programs) {
        const pipeline = pipelineCache[name]
        if (!(pipeline instanceof Promise)) continue
        pipeline.catch(() => undefined)
        delete pipelineCache[name]
      }
    },
  }
}
