/** What the runtime needs of the place it runs in; passed in, so that every kind of browser can be tested. */
export interface RuntimeEnvironment {
  /** `navigator.gpu`; undefined where the browser has no WebGPU or the page is not a secure context. */
  readonly gpu: GPU | undefined
  readonly secureContext: boolean
  /** Makes an OffscreenCanvas; undefined where the browser has none. */
  readonly createCanvas: (() => OffscreenCanvas) | undefined
  readonly validateWasm: ((bytes: Uint8Array<ArrayBuffer>) => boolean) | undefined
  /** Raises what the browser says of bytes that it may not, or cannot, compile; undefined where it has no WebAssembly. */
  readonly compileWasm: ((bytes: Uint8Array<ArrayBuffer>) => unknown) | undefined
  readonly crossOriginIsolated: boolean
  /** Whether there is a `SharedArrayBuffer`; WebKitGTK has none even on an isolated page. */
  readonly sharedMemory: boolean
  /** Logical processors. */
  readonly processors: number
  /** Safari's WebGL fences never signal in a worker. */
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
