import type { EngineError, ErrorCode } from '../base/errors.ts'

/**
 * Errors of a run that may not occur on another rung: a missing or restricted kernel, or a shader that does not
 * compile. Errors of the input are never among them.
 */
const refusals: ReadonlySet<ErrorCode> = new Set(['kernel-missing', 'run-failed'])

export function isRefusal({ code }: { readonly code: ErrorCode }): boolean {
  return refusals.has(code)
}

/**
 * The reason for skipping a rung, for the ladder: `failed to run Conv3D: Kernel 'Conv3D' not registered for backend
 * 'webgl'`.
 */
export function refusalReason({ message, cause }: EngineError): string {
  // The first line of the stack, without the class name.
  const [line = ''] = (typeof cause === 'string' ? cause : message).split('\n')
  const detail = line.replace(/^\w*Error: /, '')
  const kernel = /[Kk]ernel '?(\w+)'?/.exec(detail)?.[1]
  return `failed to run ${kernel ?? 'the model'}: ${detail}`
}
