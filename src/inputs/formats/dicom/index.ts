import { ascii } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

export const dicomFormat: InputFormat = {
  id: 'dicom',
  label: 'DICOM',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: (head) => (ascii(head, 128, 132) === 'DICM' ? 'DICOM' : null),
  matchName: (name) => (/\.(dcm|dicom)$/i.test(name) ? 'DICOM' : null),
  open: () => import('./open.ts'),
}
