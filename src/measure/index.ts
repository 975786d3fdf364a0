export { railShare } from './ledger.ts'
export { type Summary, summarise } from './summary.ts'
