export { percentile } from '../base/percentile.ts'
export { type Comparison, compareTensors } from './compare.ts'
export { railShare, totalMs } from './ledger.ts'
export { type Summary, summarise } from './summary.ts'
