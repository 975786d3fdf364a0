import { formatCount, formatDuration } from '../../base/format.ts'
import type { OptimisationReport, PassReport } from '../../base/optimisation.ts'
import type { ParseFacts } from '../../base/stage-facts.ts'
import { formatShape } from '../../base/tensor.ts'
import type { StageText } from './stage-text.ts'

export const parse: StageText<'parse'> = {
  label: 'Parse',
  about: 'Reads the model’s description: its operations, inputs, outputs and list of weights.',
  sentences: ({ facts }) => [
    `Read ${facts.path} as ${facts.formatLabel}: ${layersText(facts)}${formatCount(facts.parameters, 'parameter')}.`,
    ...optimisationSentences(facts.optimisation),
    ...frequentSentence(facts),
    `The model takes ${inputList(facts)} and returns ${formatCount(facts.outputs, 'output')}.`,
    ...facts.repairs,
  ],
  rows: ({ facts }) => [
    {
      label: 'Operations as read → as run',
      value: `${formatCount(facts.optimisation.before)} → ${formatCount(facts.optimisation.after)}`,
    },
    { label: 'Time to optimise', value: formatDuration(facts.optimisation.ms) },
    { label: 'Converted by', value: facts.convertedBy || 'not stated' },
    { label: 'Trained with', value: facts.generatedBy || 'not stated' },
    { label: 'Topology hash', value: facts.hash },
  ],
}

/** The file's layers. Nodes of a graph file are left out: some become no operation, others become several. */
function layersText({ topology: { count, unit } }: ParseFacts): string {
  return unit === 'layer' ? `${formatCount(count, 'layer')}, ` : ''
}

function optimisationSentences({ enabled, before, after, passes, ms }: OptimisationReport): readonly string[] {
  const done = passes.map(passSentence)
  if (!enabled && done.length === 0) return ['The optimiser is off. The graph runs unchanged.']
  if (!enabled) return ['The optimiser is off. Only the rewrites required by kernels were applied.', ...done]
  if (done.length === 0) return ['The optimiser found nothing to rewrite.']
  return [
    `Optimised from ${formatCount(before)} to ${formatCount(after, 'operation')} in ${formatDuration(ms)}.`,
    ...done,
  ]
}

function passSentence({ label, changes, removed }: PassReport): string {
  const places = `${label}: ${formatCount(changes, 'place')}`
  if (removed === 0) return `${places}, same number of operations.`
  return `${places}, ${formatCount(Math.abs(removed), 'operation')} ${removed < 0 ? 'more' : 'fewer'}.`
}

function frequentSentence({ frequent }: ParseFacts): readonly string[] {
  if (frequent.length === 0) return []
  return [`Most frequent as run: ${frequent.map(({ op, count }) => `${op} × ${formatCount(count)}`).join(', ')}.`]
}

function inputList({ inputs }: ParseFacts): string {
  return inputs.map(({ name, shape, dtype }) => `${name} ${formatShape(shape)} ${dtype}`).join(' and ') || 'no input'
}
