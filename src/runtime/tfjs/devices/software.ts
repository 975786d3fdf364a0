const softwareRenderers = /swiftshader|llvmpipe|lavapipe|softpipe|software|microsoft basic render|\bwarp\b/i

/** True for the names under which browsers and drivers announce a GPU that is emulated on the processor. */
export function isSoftwareRenderer(name: string): boolean {
  return softwareRenderers.test(name)
}

const names: readonly (readonly [RegExp, string])[] = [
  [/swiftshader/i, 'SwiftShader'],
  [/llvmpipe/i, 'llvmpipe'],
  [/lavapipe/i, 'lavapipe'],
  [/microsoft basic render/i, 'Microsoft Basic Render Driver'],
]

/** Why a software GPU stands below Wasm, with the short name of what emulates it. */
export function softwareReason(device: string): string {
  const name = names.find(([pattern]) => pattern.test(device))?.[1] ?? (device === '' ? 'the browser' : device)
  return `${name} emulates a GPU on the CPU, slower than Wasm`
}
