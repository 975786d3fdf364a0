import type { OpenedDrop } from '../base/drop.ts'
import { formatBytes, formatCount, formatDuration } from '../base/format.ts'
import { rungLabels } from '../base/ladder.ts'
import { type StageRecord, stage } from '../base/ledger.ts'
import { formatShape } from '../base/tensor.ts'
import type { ModelSource } from '../graph/model.ts'
import type { StartedSession } from '../runtime/contract.ts'

/** What happened from the drop to a model that is ready, stage by stage, in plain words with the figures of this load. */
export function loadLedger(
  opened: OpenedDrop,
  source: ModelSource,
  started: StartedSession,
  parseMs: number,
): readonly StageRecord[] {
  return [filesStage(opened), parseStage(source, parseMs), weightsStage(source, started), backendStage(started)]
}

function filesStage(opened: OpenedDrop): StageRecord {
  const passed = opened.problems.length
  return stage('files', {
    ms: opened.ms,
    bytes: opened.bytes,
    value: formatBytes(opened.bytes),
    story: [
      `${formatCount(opened.files, 'file')}, ${formatBytes(opened.bytes)} in all, listed and sorted out by their first bytes, not by their names.`,
      `${formatCount(opened.models.length, 'model')}, ${formatCount(opened.inputs.length, 'input file')}, ${formatCount(opened.sidecars.length, 'file')} that go with a model${passed > 0 ? `, ${passed} passed over` : ''}.`,
      'Only handles are held. Bytes are read where they lie, when they are needed; nothing is uploaded.',
    ],
    facts: [
      { label: 'Files', value: formatCount(opened.files) },
      { label: 'Size', value: formatBytes(opened.bytes) },
      { label: 'Time to list', value: formatDuration(opened.ms) },
    ],
  })
}

function parseStage({ summary, operations }: ModelSource, ms: number): StageRecord {
  const busiest = [...operations].sort((a, b) => b[1] - a[1]).slice(0, 5)
  const signature = summary.signatures[0]
  return stage('parse', {
    ms,
    story: [
      `${summary.path} was read as ${summary.formatLabel}: ${formatCount(summary.operations)} operations with ${formatCount(summary.parameters)} parameters.`,
      `The most frequent: ${busiest.map(([op, count]) => `${op} × ${count}`).join(', ')}.`,
      ...(signature === undefined
        ? []
        : [
            `It takes ${signature.inputs.map((input) => `${input.name} ${formatShape(input.shape)} ${input.dtype}`).join(' and ')} and gives ${formatCount(signature.outputs.length, 'output')}.`,
          ]),
      ...summary.repairs,
    ],
    facts: [
      { label: 'Converted by', value: summary.convertedBy || 'not stated' },
      { label: 'Trained with', value: summary.generatedBy || 'not stated' },
      { label: 'SHA-256', value: summary.hash },
    ],
  })
}

function weightsStage({ summary, weights }: ModelSource, started: StartedSession): StageRecord {
  const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0)
  const held = summary.weightFiles.filter(({ state }) => state === 'have').length
  const rate = started.weightsMs > 0 ? bytes / (started.weightsMs / 1000) : 0
  return stage('weights', {
    ms: started.weightsMs,
    bytes,
    story: [
      `${formatCount(weights.length, 'tensor')}, ${formatBytes(bytes)}, read one by one from ${formatCount(held, 'file')} and handed to ${rungLabels[started.session.rung]}; no file is ever joined or held whole.`,
      summary.quantisation === ''
        ? 'The weights are stored as they are used, without quantisation.'
        : `Stored as ${summary.quantisation}; expanded to 32 bit while reading.`,
    ],
    facts: [
      { label: 'Tensors', value: formatCount(weights.length) },
      { label: 'Bytes in files', value: formatBytes(bytes) },
      { label: 'Rate', value: `${formatBytes(rate)}/s` },
    ],
  })
}

function backendStage(started: StartedSession): StageRecord {
  const { session, ladder } = started
  return stage('backend', {
    ms: started.backendMs,
    value: rungLabels[session.rung],
    story: [...ladder.map(({ id, reason }) => `${rungLabels[id]}: ${reason}.`), ...started.story],
    facts: [
      { label: 'In use', value: rungLabels[session.rung] },
      { label: 'Device', value: ladder.find(({ id }) => id === session.rung)?.device || 'not stated' },
      { label: 'Start and self-test', value: formatDuration(started.backendMs) },
      { label: 'Model built in', value: formatDuration(started.buildMs) },
    ],
  })
}
