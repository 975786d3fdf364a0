import type { Constant } from '../../graph/constant.ts'

/** An HDF5 file, read in place: the tree and the attributes on demand, the values of a dataset when its constant is read. */
export interface Hdf5File {
  readonly root: Hdf5Group
}

/** Numbers of attributes are all floats; a bool is 0 or 1. */
export type Hdf5Attribute = string | number | readonly string[] | readonly number[]

interface Hdf5Object {
  readonly path: string
  /** Those of types that are not understood (compounds, references) are left out. */
  attributes(signal?: AbortSignal): Promise<ReadonlyMap<string, Hdf5Attribute>>
}

export interface Hdf5Group extends Hdf5Object {
  readonly kind: 'group'
  /** Where its object header lies: two groups of the same address are one group under two names. */
  readonly address: number
  /** By name, in the order of the file. Soft and external links are left out. */
  children(signal?: AbortSignal): Promise<ReadonlyMap<string, Hdf5Group | Hdf5Dataset>>
}

export interface Hdf5Dataset extends Hdf5Object {
  readonly kind: 'dataset'
  readonly shape: readonly number[]
  /** As the file has it: `float32`, `float64`, `float16`, `bfloat16`, `int64`, `uint8`, `string`, `bool`. */
  readonly storedType: string
  /** Narrowed to a dtype of the graph, with a range check at reading. */
  readonly constant: Constant
}
