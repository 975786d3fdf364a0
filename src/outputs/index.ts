export type { NamedOutput, ReadContext } from './contract.ts'
export { readOutputs } from './groups.ts'
export { decode } from './kinds.ts'
