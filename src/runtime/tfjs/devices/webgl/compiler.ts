import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import type { Compiler } from '../backend.ts'

/** Private parts of tfjs-backend-webgl 4.22's `MathBackendWebGL`. */
interface Internals {
  readonly binaryCache: Record<string, { readonly webGLProgram: WebGLProgram }>
}

const pollMs = 4

/**
 * tfjs's `checkCompileCompletionAsync` polls with animation frames, which stop in a hidden tab; so this polls with
 * timers, and calls tfjs once everything is compiled.
 */
export function webglCompiler(backend: MathBackendWebGL, gl: WebGL2RenderingContext): Compiler {
  const { binaryCache } = backend as unknown as Internals
  const parallel = gl.getExtension('KHR_parallel_shader_compile')
  const done = (): boolean =>
    parallel === null ||
    gl.isContextLost() ||
    Object.values(binaryCache).every(({ webGLProgram }) =>
      gl.getProgramParameter(webGLProgram, parallel.COMPLETION_STATUS_KHR),
    )
  return {
    flag: 'ENGINE_COMPILE_ONLY',
    programs: () => Object.keys(binaryCache),
    finish: async () => {
      while (!done()) await new Promise((resolve) => setTimeout(resolve, pollMs))
      backend.checkCompileCompletion()
      backend.getUniformLocations()
    },
    abandon: (programs) => {
      for (const name of programs) delete binaryCache[name]
    },
  }
}
