import { messageOf } from '../../../../base/errors.ts'
import type { DeviceProbe } from '../../../device.ts'
import { deviceLost, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Backend } from '../backend.ts'
import { repairParts } from '../gpu/parts.ts'
import { repairRanks } from '../gpu/ranks.ts'
import { repairSmallTensors } from '../gpu/small-tensors.ts'
import { isSoftwareRenderer, softwareReason } from '../software.ts'
import { webglCompiler } from './compiler.ts'
import { correctShaders } from './shaders.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-webgl'))

/**
 * tfjs's attributes, except that slow (software) contexts are accepted: the ladder ranks them, and a user may pin one.
 */
const contextAttributes: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
  failIfMajorPerformanceCaveat: false,
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const debug = gl.getExtension('WEBGL_debug_renderer_info')
  return String(gl.getParameter(debug === null ? gl.RENDERER : debug.UNMASKED_RENDERER_WEBGL) ?? '')
}

function inspect(gl: WebGL2RenderingContext): DeviceProbe {
  const device = rendererOf(gl)
  const float = gl.getExtension('EXT_color_buffer_float') !== null
  if (!float && gl.getExtension('EXT_color_buffer_half_float') === null) {
    return { state: 'unavailable', reason: `${device} cannot render to floating-point textures`, device }
  }
  const precision = float ? '' : ', half-precision textures only'
  if (isSoftwareRenderer(device)) {
    return {
      state: 'software',
      reason: `${softwareReason(device)}${precision}`,
      device,
    }
  }
  return { state: 'available', reason: `renderer ${device}${precision}`, device }
}

export const webgl: Backend = {
  id: 'webgl',
  onProcessor: false,
  readsAtOnce: true,
  probe: async ({ createCanvas }) => {
    if (createCanvas === undefined) {
      return { state: 'unavailable', reason: 'this browser has no OffscreenCanvas in a worker', device: '' }
    }
    try {
      const gl = createCanvas().getContext('webgl2', contextAttributes)
      if (gl === null) {
        const reason =
          'no WebGL 2 context: graphics acceleration is switched off, the driver is blocked, or the browser does not provide it in workers'
        return { state: 'unavailable', reason, device: '' }
      }
      const result = inspect(gl)
      gl.getExtension('WEBGL_lose_context')?.loseContext()
      return result
    } catch (error) {
      return { state: 'unavailable', reason: `no WebGL 2 context: ${messageOf(error)}`, device: '' }
    }
  },
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf, environment }) => {
    const pkg = await loadPackage()
    repairSmallTensors(tf, 'webgl', (length, k) => {
      const limit = (name: string) => tf.env().getNumber(name)
      return length < limit('TOPK_LAST_DIM_CPU_HANDOFF_SIZE_THRESHOLD') || k > limit('TOPK_K_CPU_HANDOFF_THRESHOLD')
    })
    repairRanks(tf, 'webgl')
    repairParts(tf, 'webgl')
    const canvas = environment.createCanvas?.()
    const gl = canvas?.getContext('webgl2', contextAttributes) ?? null
    if (canvas === undefined || gl === null) throw new Error('the browser returned no WebGL 2 context')
    const loss = new Loss(deviceLost('WebGL'))
    const onLost = (): void => loss.report('the WebGL context was lost')
    canvas.addEventListener('webglcontextlost', onLost)
    // tfjs creates no context in a Safari worker, and only our own context reports its loss.
    pkg.setWebGLContext(2, gl)
    if (environment.safari) tf.env().set('WEBGL_FENCE_API_ENABLED', false)
    const backend = new pkg.MathBackendWebGL(new pkg.GPGPUContext(gl))
    correctShaders(backend)
    const half = !tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')
    return {
      backend,
      note: half ? `${rendererOf(gl)}, half-precision textures` : rendererOf(gl),
      loss,
      memory: () => backend.memory().numBytesInGPU || tf.engine().state.numBytes,
      // A lost context reads as zeros; its event arrives later.
      detectLoss: () => {
        if (gl.isContextLost()) onLost()
      },
      settle: async () => {
        if (gl.isContextLost()) onLost()
      },
      faults: () => (gl.isContextLost() ? [] : drainErrors(gl)),
      adopt: null,
      place: null,
      compiler: webglCompiler(backend, gl),
      dispose: () => {
        canvas.removeEventListener('webglcontextlost', onLost)
        gl.getExtension('WEBGL_lose_context')?.loseContext()
      },
    }
  },
}

/** WebGL keeps errors until queried; after an out-of-memory error a texture is empty, and the result wrong. */
function drainErrors(gl: WebGL2RenderingContext): readonly string[] {
  const found: string[] = []
  for (let code = gl.getError(); code !== gl.NO_ERROR && found.length < 8; code = gl.getError()) {
    if (code === gl.OUT_OF_MEMORY) found.push('out of memory (GL_OUT_OF_MEMORY)')
  }
  return found
}
