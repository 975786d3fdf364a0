import { EngineError } from '../../base/errors.ts'

/** The file is complete, but its content makes no sense. */
export function damaged(path: string, what: string): EngineError {
  return new EngineError(
    'model-invalid',
    `${path} is a damaged HDF5 file: ${what}.`,
    'Copy or download the file again, or save the model again.',
  )
}

/** The file is valid, but uses an HDF5 feature that is not supported. */
export function unsupported(path: string, what: string): EngineError {
  return new EngineError(
    'known-but-unsupported',
    `${path} uses an HDF5 feature that is not supported: ${what}.`,
    'Load the model in Python and save it again, or repack the file with "h5repack".',
  )
}
