export { takesPictures } from './image/target.ts'
export { described, prepareTensor } from './prepare.ts'
export { shown } from './shown.ts'
export { sniffInput, sniffName } from './sniff.ts'
