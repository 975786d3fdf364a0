/** What the runtime needs from its surroundings; injected, so that tests can simulate any browser. */
export interface RuntimeEnvironment {
  /** `navigator.gpu`; undefined without WebGPU or outside a secure context. */
  readonly gpu: GPU | undefined
  readonly secureContext: boolean
  /** Creates an OffscreenCanvas; undefined if the browser has none. */
  readonly createCanvas: (() => OffscreenCanvas) | undefined
  readonly validateWasm: ((bytes: Uint8Array<ArrayBuffer>) => boolean) | undefined
  /** Throws the browser's error if it forbids compiling these bytes, or cannot; undefined without WebAssembly. */
  readonly compileWasm: ((bytes: Uint8Array<ArrayBuffer>) => unknown) | undefined
  readonly crossOriginIsolated: boolean
  /** Whether `SharedArrayBuffer` exists; WebKitGTK lacks it even on an isolated page. */
  readonly sharedMemory: boolean
  /** Logical processors. */
  readonly processors: number
  /** WebGL fences never signal in a Safari worker. */
  readonly safari: boolean
}

export function currentEnvironment(): RuntimeEnvironment {
  const scope: Partial<typeof globalThis> = globalThis
  const agent = scope.navigator
  return {
    gpu: agent?.gpu,
    secureContext: scope.isSecureContext ?? true,
    createCanvas: scope.OffscreenCanvas === undefined ? undefined : () => new OffscreenCanvas(1, 1),
    validateWasm: scope.WebAssembly === undefined ? undefined : (bytes) => WebAssembly.validate(bytes),
    compileWasm: scope.WebAssembly === undefined ? undefined : (bytes) => new WebAssembly.Module(bytes),
    crossOriginIsolated: scope.crossOriginIsolated ?? false,
    sharedMemory: scope.SharedArrayBuffer !== undefined,
    processors: agent?.hardwareConcurrency ?? 1,
    safari: /^((?!chrome|android).)*safari/i.test(agent?.userAgent ?? ''),
  }
}
