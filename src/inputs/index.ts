export { prepare } from './prepare.ts'
export { sniffInput } from './sniff.ts'
