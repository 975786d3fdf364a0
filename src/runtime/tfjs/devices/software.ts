const softwareRenderers = /swiftshader|llvmpipe|lavapipe|softpipe|software|microsoft basic render|\bwarp\b/i

/** True for the names under which browsers and drivers report a software-emulated GPU. */
export function isSoftwareRenderer(name: string): boolean {
  return softwareRenderers.test(name)
}

const names: readonly (readonly [RegExp, string])[] = [
  [/swiftshader/i, 'SwiftShader'],
  [/llvmpipe/i, 'llvmpipe'],
  [/lavapipe/i, 'lavapipe'],
  [/microsoft basic render/i, 'Microsoft Basic Render Driver'],
]

/** Why a software GPU ranks below Wasm, with the emulator's short name. */
export function softwareReason(device: string): string {
  const name = names.find(([pattern]) => pattern.test(device))?.[1] ?? (device === '' ? 'the browser' : device)
  return `${name} emulates a GPU on the CPU, slower than Wasm`
}
