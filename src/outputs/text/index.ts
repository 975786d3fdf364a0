import type { OutputKind } from '../contract.ts'
import { eachOutput, leadOf, misfit } from '../each.ts'

/** Strings, of any shape, in row-major order. */
export const text = {
  id: 'text',
  match: (outputs) =>
    eachOutput(outputs, ({ value }) =>
      value.dtype === 'string' ? { fit: 0.9, reason: 'the output contains strings' } : null,
    ),
  decode: (outputs) => {
    const lead = leadOf(outputs)
    if (lead.value.dtype !== 'string') throw misfit('text', lead)
    return { view: 'text', data: { rows: lead.value.data as readonly string[] } }
  },
} satisfies OutputKind
