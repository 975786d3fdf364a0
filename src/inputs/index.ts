export { prepare } from './prepare.ts'
export { type Sniffed, sniffInput } from './sniff.ts'
