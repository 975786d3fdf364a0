import type { ExportKind } from './contract.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { labelTrack } from './label-track.ts'
import { midi } from './midi.ts'
import { npy } from './npy.ts'
import { png } from './png.ts'

/** Every file format for a result, in the order in which they are offered. */
const kinds = [json, labelTrack, midi, csv, npy, png] as const

export type ExportId = (typeof kinds)[number]['id']

export const exportKinds: readonly (ExportKind & { readonly id: ExportId })[] = kinds

export { defaultOptions, type ExportOptions } from './contract.ts'
export { csvOfRuns } from './csv-runs.ts'
export { LiveRecords } from './live-records.ts'
