import type { Constant } from '../../graph/constant.ts'

/** An HDF5 file read in place: groups and attributes on demand, a dataset's values when its constant is read. */
export interface Hdf5File {
  readonly root: Hdf5Group
}

/** Numeric attributes are always floats; a bool is 0 or 1. */
export type Hdf5Attribute = string | number | readonly string[] | readonly number[]

interface Hdf5Object {
  readonly path: string
  /** Attributes of unsupported types (compounds, references) are left out. */
  attributes(signal?: AbortSignal): Promise<ReadonlyMap<string, Hdf5Attribute>>
}

export interface Hdf5Group extends Hdf5Object {
  readonly kind: 'group'
  /** Address of its object header: two groups with the same address are one group under two names. */
  readonly address: number
  /** By name, in file order. Raises `known-but-unsupported` for links that lead to a path or to another file. */
  children(signal?: AbortSignal): Promise<ReadonlyMap<string, Hdf5Group | Hdf5Dataset>>
}

export interface Hdf5Dataset extends Hdf5Object {
  readonly kind: 'dataset'
  readonly shape: readonly number[]
  /** The stored type: `float32`, `float64`, `float16`, `bfloat16`, `int64`, `uint8`, `string`, `bool`. */
  readonly storedType: string
  /** Narrowed to a dtype of the graph; the range is checked when values are read. */
  readonly constant: Constant
}
