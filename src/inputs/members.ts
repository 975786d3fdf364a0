import type { Field } from '../base/plan.ts'
import { choiceOf, type Values } from '../base/values.ts'

/** The member named like the input, ignoring `:0`; else the first. */
export function defaultMember(names: readonly string[], input: string): string {
  const wanted = [input, input.replace(/:\d+$/, ''), input.split('/').at(-1) ?? input]
  return wanted.find((name) => names.includes(name)) ?? names[0] ?? ''
}

export function memberReason(name: string, names: readonly string[], input: string): string {
  if (names.length === 1) return 'it contains one array'
  return name === input || name === input.replace(/:\d+$/, '')
    ? "it has the input's name"
    : "the first one; none has the input's name"
}

export function memberField(names: readonly string[], values: Values): readonly Field[] {
  if (names.length < 2) return []
  return [
    {
      id: 'member',
      label: 'Array',
      type: 'choice',
      value: choiceOf(values, 'member'),
      options: names.map((id) => ({ id, label: id })),
    },
  ]
}
