import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'
import { argumentKernels } from './arguments.ts'
import { castKernels } from './casts.ts'
import type { Processor } from './processor.ts'
import { windowKernels } from './windows.ts'

const repaired = new Set<string>()

/** Replaces kernels that are wrong on both backends of the processor. */
export function repairOnProcessor(tf: Core, processor: Processor): void {
  if (repaired.has(processor.id)) return
  repaired.add(processor.id)
  for (const [name, replacement] of [...windowKernels, ...argumentKernels, ...castKernels])
    replaceKernel(tf, processor.id, name, (original) => (params) => replacement({ tf, processor, params, original }))
}
