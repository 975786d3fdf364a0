import type { Try } from '../contract.ts'

export const optimiserOff: Try = {
  id: 'optimise',
  label: 'Optimiser',
  options: () => [
    { id: 'on', label: 'on' },
    { id: 'off', label: 'off' },
  ],
}
