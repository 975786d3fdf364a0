import { expect, it } from 'vitest'
import { changesSince } from './changes.ts'
import type { RunEntry, State } from './state.ts'
import { store } from './store.ts'

const step = (summary: string) => ({ id: 'scale', label: 'Scale', summary })

const entry = {
  inputSet: 1,
  result: {
    settings: {
      backend: { id: 'wasm' },
      model: { signature: 'default', operations: { before: 9, after: 4 } },
      inputs: [{ name: 'x', file: 'd/a.png', plan: [step('0…1')] }],
    },
  },
} as unknown as RunEntry

function page(rung: string, after: number, summary: string, path = 'd/a.png'): State {
  const began = store.getState()
  return {
    ...began,
    model: { ...began.model, loaded: { rung, signature: 'default', optimisation: { after } } },
    input: {
      ...began.input,
      inputSets: [{ id: 1, label: 'a', sources: { x: { kind: 'file', file: { drop: 'd', path } } } }],
      prepared: { x: { phase: 'ready', value: { plan: [step(summary)] } } },
    },
  } as unknown as State
}

it('lists nothing while the page has the settings of the result', () => {
  expect(changesSince(page('wasm', 4, '0…1'), entry)).toEqual([])
})

it('lists every changed setting with its old and its new value', () => {
  expect(changesSince(page('cpu', 9, '−1…1', 'd/b.png'), entry)).toEqual([
    { label: 'Backend', was: 'Wasm', is: 'CPU' },
    { label: 'Operations run', was: '4', is: '9' },
    { label: 'Input', was: 'd/a.png', is: 'd/b.png' },
    { label: 'Scale', was: '0…1', is: '−1…1' },
  ])
})

it('lists a text that is edited and not yet applied', () => {
  const state = page('wasm', 4, '0…1')
  const edited = { ...state, input: { ...state.input, edited: 'x' } }
  expect(changesSince(edited, entry)).toEqual([{ label: 'Input', was: 'd/a.png', is: 'edited, but not applied' }])
})
