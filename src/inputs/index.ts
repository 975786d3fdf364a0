export { prepare } from './prepare.ts'
export { sniffInput, sniffName } from './sniff.ts'
