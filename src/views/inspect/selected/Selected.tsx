import { formatBytes, formatCount } from '../../../base/format.ts'
import type { InspectedNode, Inspection, PassChanges, ReadNode, RunNode, ValueShape } from '../../../base/inspection.ts'
import type { OptimisationReport } from '../../../base/optimisation.ts'
import { sizeOf } from '../../../base/tensor.ts'
import { type InspectedItem, selectItem, showForm } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { ColumnHead } from '../../../ui/ColumnHead.tsx'
import { type FactRow, Facts } from '../../../ui/Facts.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { type Figures, figuresOfNode, formatFlops } from '../figures.ts'
import { letterOf } from '../letter.ts'
import { removedBy } from '../removed.ts'
import { Activations } from './Activations.tsx'
import { Edges } from './Edges.tsx'
import styles from './Selected.module.css'
import { sentenceOf } from './sentences.ts'
import { tappedNode } from './tapped-node.ts'
import { Weights } from './Weights.tsx'

export interface SelectedProps {
  readonly inspection: Inspection
  readonly changes: PassChanges | null
  readonly form: 'read' | 'run'
  readonly selected: InspectedItem | null
  /** By group, of the shown form. */
  readonly figures: readonly Figures[]
  readonly report: OptimisationReport
}

/** What the selected group or operation is, does, and became. */
export function Selected({ inspection, changes, form, selected, figures, report }: SelectedProps) {
  const item = selected ?? { kind: 'group', index: 0 }
  const group = item.kind === 'group' ? inspection.groups[item.index] : undefined
  const node = item.kind === 'node' ? inspection[form][item.index] : undefined
  const nodes = node === undefined ? membersOf(inspection, form, item.index) : [node]
  const sums = node === undefined ? figures[item.index] : figuresOfNode(node)
  const tapped = item.index === 0 && node === undefined ? null : tappedNode(inspection, form, item)
  const isLeaf = node !== undefined || group?.kind === 'layer'
  const title = node?.name ?? (item.index === 0 ? 'The whole model' : (group?.label ?? ''))
  return (
    <section className={styles.selected} aria-labelledby="selected-title">
      <ColumnHead id="selected-title" title="Selected" />
      <h3 className={styles.name} data-testid="selected">
        {title.slice(title.lastIndexOf('/') + 1)}
        {node === undefined ? null : <span className={styles.op}> {node.op}</span>}
      </h3>
      {title.includes('/') ? <p className={styles.path}>{title}</p> : null}
      <p className={styles.sentence}>
        {isLeaf ? sentenceOf(nodes) : groupSentence(inspection, form, item.index, nodes)}
      </p>
      <Edges inspection={inspection} form={form} item={item} />
      {nodes.length === 0 ? (
        <FoldedAway inspection={inspection} changes={changes} group={item.index} report={report} />
      ) : null}
      {sums === undefined ? null : <Facts rows={rowsOf(form, nodes, sums)} />}
      <Links inspection={inspection} changes={changes} form={form} node={node} index={item.index} report={report} />
      {isLeaf ? <Weights nodes={nodes} form={form} /> : null}
      {tapped === null ? null : <Activations node={tapped} />}
      {isLeaf ? <Attributes nodes={nodes} /> : null}
      <Body nodes={nodes} isLeaf={isLeaf} />
    </section>
  )
}

/** The nodes of the shown form in a group, at any depth. */
function membersOf({ groups, ...forms }: Inspection, form: 'read' | 'run', group: number): readonly InspectedNode[] {
  const inside = new Set([group])
  groups.forEach(({ parent }, index) => {
    if (inside.has(parent)) inside.add(index)
  })
  return forms[form].filter((node) => inside.has(node.group))
}

function groupSentence(
  { groups }: Inspection,
  form: 'read' | 'run',
  group: number,
  nodes: readonly InspectedNode[],
): string {
  const parts = groups.filter(({ parent }) => parent === group).length
  const operations = nodes.filter(({ op }) => op !== 'Placeholder').length
  const within = parts === 0 ? '' : ` in ${formatCount(parts, 'part')}`
  return `${formatCount(operations, 'operation')}${within}, ${form === 'run' ? 'as run' : 'as read'}.`
}

interface FoldedAwayProps extends Pick<SelectedProps, 'inspection' | 'changes' | 'report'> {
  readonly group: number
}

/** A layer of which no operation is left in the graph as run. */
function FoldedAway({ inspection, changes, group, report }: FoldedAwayProps) {
  const members = inspection.read.flatMap((node, index) => (node.group === group ? [{ ...node, index }] : []))
  const targets = [...new Set(members.flatMap(({ run }) => (run === null ? [] : [run])))]
  const passes = [...new Set(members.flatMap(({ index }) => removedBy(inspection, changes, index) ?? []))]
  return (
    <>
      <p>
        None of its operations is left in the graph as run{passes.length === 0 ? '' : ': '}
        {passes.map((pass) => report.passes[pass]?.label.toLowerCase()).join('; ')}.
      </p>
      {targets.length === 0 ? null : (
        <p>
          Now part of{' '}
          {targets.map((index) => (
            <NodeLink key={index} node={inspection.run[index]} onClick={() => selectItem({ kind: 'node', index })} />
          ))}
        </p>
      )}
    </>
  )
}

const asText = (shape: ValueShape | undefined): string =>
  shape === undefined ? '–' : shape.dims === null ? 'any rank' : `[${shape.dims.join(', ')}]`

function rowsOf(form: 'read' | 'run', nodes: readonly InspectedNode[], sums: Figures): readonly FactRow[] {
  const weights = nodes.flatMap((node) => node.weights)
  const rows: (FactRow | null)[] = [
    nodes.length === 0 ? null : { label: 'In', value: asText(nodes[0]?.inputShapes[0] ?? nodes[0]?.outputs[0]) },
    nodes.length === 0 ? null : { label: 'Out', value: asText(nodes.at(-1)?.outputs[0]) },
    { label: 'Weights, exact', value: sums.parameters === 0 ? 'none' : formatCount(sums.parameters) },
    // Weights as run are computed from those in the file.
    form === 'run' || sums.bytes === 0 ? null : { label: 'Stored, exact', value: formatBytes(sums.bytes) },
    { label: `Work for a batch of 1, ${sums.exact ? 'exact' : 'estimated'}`, value: workText(sums) },
    outputBytes(nodes),
  ]
  const ownName = (node: string) => node.slice(node.lastIndexOf('/') + 1)
  const list = weights.slice(0, 8).map(
    ({ node, shape }): FactRow => ({
      label: weights.filter((one) => ownName(one.node) === ownName(node)).length > 1 ? node : ownName(node),
      value: `[${shape.join(', ')}] · ${formatCount(sizeOf(shape))}`,
    }),
  )
  const left = weights.length - list.length
  if (left > 0) list.push({ label: 'Others', value: formatCount(left, 'weight') })
  return [...rows.filter((row) => row !== null), ...(nodes.length <= 8 ? list : [])]
}

function workText({ flops, unknown }: Figures): string {
  if (unknown === 0) return formatFlops(flops)
  const left = `${formatCount(unknown, 'operation')} depend${unknown === 1 ? 's' : ''} on the input`
  return flops === 0 ? left : `${formatFlops(flops)} and more: ${left}`
}

/** Memory of the results, if all sizes are known for a batch of 1. */
function outputBytes(nodes: readonly InspectedNode[]): FactRow | null {
  let bytes = 0
  for (const { outputs } of nodes)
    for (const { dims, dtype } of outputs) {
      const sizes = dims?.map((dim) => (dim === 'batch' ? 1 : dim)) ?? null
      if (sizes === null || !sizes.every((size) => typeof size === 'number')) return null
      bytes += sizeOf(sizes as readonly number[]) * (dtype === 'bool' ? 1 : 4)
    }
  return nodes.length === 0 ? null : { label: 'Results, exact', value: formatBytes(bytes) }
}

interface LinksProps extends Pick<SelectedProps, 'inspection' | 'changes' | 'form' | 'report'> {
  readonly node: InspectedNode | undefined
  readonly index: number
}

/** What a node became, or what it was made from. */
function Links({ inspection, changes, form, node, index: own, report }: LinksProps) {
  if (node === undefined) return null
  const goTo = (index: number) => {
    showForm(form === 'run' ? 'read' : 'run')
    selectItem({ kind: 'node', index })
  }
  if (form === 'run') {
    const { from } = node as RunNode
    return (
      <p className={styles.links}>
        Made from{' '}
        {from.slice(0, 12).map((index) => (
          <NodeLink key={index} node={inspection.read[index]} onClick={() => goTo(index)} />
        ))}
        {from.length > 12 ? ` and ${formatCount(from.length - 12)} more` : ''}
      </p>
    )
  }
  const { run } = node as ReadNode
  const by = removedBy(inspection, changes, own)
  const pass = report.passes[by ?? -1]
  return (
    <p className={styles.links}>
      {pass === undefined ? 'Runs as ' : `Removed by ${letterOf(by)}: ${pass.label.toLowerCase()}. `}
      {pass !== undefined && run !== null ? 'Now part of ' : ''}
      {run === null ? '' : <NodeLink node={inspection.run[run]} onClick={() => goTo(run)} />}
    </p>
  )
}

function NodeLink({ node, onClick }: { readonly node: InspectedNode | undefined; readonly onClick: () => void }) {
  if (node === undefined) return null
  return (
    <Button look="link" className={styles.link} title={node.name} onClick={onClick}>
      {node.op.replace(/^_/, '')} {node.name.slice(node.name.lastIndexOf('/') + 1)}
    </Button>
  )
}

/** The settings of each operation; those that TensorFlow assumes anyway are folded. */
function Attributes({ nodes }: { readonly nodes: readonly InspectedNode[] }) {
  const told = nodes.filter(({ attributes, defaults }) => attributes.length + defaults.length > 0).slice(0, 12)
  if (told.length === 0) return null
  return (
    <Fold title="Attributes">
      {told.map(({ name, op, attributes, defaults }) => (
        <div key={name}>
          <h4 className={styles.part}>{op}</h4>
          <Facts
            rows={[
              ...attributes.map(([label, value]) => ({ label, value })),
              ...defaults.map(([label, value]) => ({ label: `${label} (default)`, value })),
            ]}
          />
        </div>
      ))}
    </Fold>
  )
}

/** What the bodies of control flow are made of. */
function Body({ nodes, isLeaf }: { readonly nodes: readonly InspectedNode[]; readonly isLeaf: boolean }) {
  const body = isLeaf ? nodes.flatMap((node) => node.body) : []
  if (body.length === 0) return null
  return (
    <Fold title="In its body">
      <Facts rows={body.slice(0, 30).map(([op, count]) => ({ label: op, value: formatCount(count) }))} />
    </Fold>
  )
}
