import type { ExportKind } from './contract.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { npy } from './npy.ts'
import { png } from './png.ts'

/** Every file format for a result, in the order in which they are offered. */
export const exportKinds: readonly ExportKind[] = [json, csv, npy, png]

export { defaultOptions, type ExportId, type ExportKind, type ExportOptions } from './contract.ts'
export { csvOfRuns } from './csv-runs.ts'
