const softwareRenderers = /swiftshader|llvmpipe|lavapipe|softpipe|software|microsoft basic render|\bwarp\b/i

/** True for the names under which browsers and drivers announce a GPU that is emulated on the processor. */
export function isSoftwareRenderer(name: string): boolean {
  return softwareRenderers.test(name)
}
