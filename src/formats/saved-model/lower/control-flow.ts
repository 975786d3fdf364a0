import { EngineError } from '../../../base/errors.ts'
import type { Shape } from '../../../base/tensor.ts'
import type { Attributes, GraphDType } from '../../../graph/graph.ts'
import { graphDType } from '../dtypes.ts'
import type { FunctionReference } from '../proto/attributes.ts'
import { type Source, sourceOf } from '../proto/source.ts'
import { callRules, definitionOf, functionOf } from './calls.ts'
import { knownTruth } from './classic-control-flow.ts'
import type { Call, Outputs, Rule } from './contract.ts'
import { attributeOf, convertedAttributes, emit } from './emit.ts'
import { type Argument, type BuiltBody, buildBody, fileBody } from './function.ts'
import type { Ref, Variable } from './refs.ts'

/** Turns a value into a parameter; constants, variables and tables stay known inside. */
function argumentFor(ref: Ref, shape: Shape | null = null): Argument {
  return ref.kind === 'value' ? { parameter: true, shape } : ref
}

/** Builds the bodies, and rebuilds them until no further variable needs to be carried in. */
function buildAll(build: (carried: readonly Variable[]) => readonly BuiltBody[]): {
  readonly bodies: readonly BuiltBody[]
  readonly carried: readonly Variable[]
} {
  const carried: Variable[] = []
  for (;;) {
    const bodies = build(carried)
    const more = new Set(bodies.flatMap(({ state }) => [...state.assigned, ...state.needed]))
    for (const variable of carried) more.delete(variable)
    if (more.size === 0) return { bodies, carried }
    carried.push(...more)
  }
}

function isValue(ref: Ref): boolean {
  return ref.kind === 'value'
}

const whileRule: Rule = (call) => {
  const { inputs, frame, node } = call
  const condition = functionOf(call, 'cond')
  const body = functionOf(call, 'body')
  const shapes = shapesOf(call)
  // A value that the loop changes is not constant inside it.
  const args = inputs.map((ref, i): Argument => {
    const changes = ref.kind === 'constant' && !passesThrough(call, body, i)
    return changes ? { parameter: true, shape: shapes[i] ?? null } : argumentFor(ref, shapes[i])
  })
  const { bodies, carried } = buildAll((variables) => [
    buildBody(call, condition, args, variables),
    buildBody(call, body, args, variables),
  ])
  const [test, step] = bodies as readonly [BuiltBody, BuiltBody]
  const places = args.flatMap((arg, i) => ('parameter' in arg ? [i] : []))
  const next = [
    ...places.map((i) => step.results[i] ?? lacking(call, i)),
    ...carried.map((variable) => step.state.get(variable)),
  ]
  const names = {
    cond: fileBody(call, condition, test, test.results.slice(0, 1)),
    body: fileBody(call, body, step, next),
  }
  const dtypes = step.parameters.map(({ dtype }) => dtype)
  const attributes: Attributes = {
    ...convertedAttributes(call),
    cond: { func: names.cond },
    body: { func: names.body },
    T: { list: { type: dtypes } },
    output_shapes: { list: { shape: [...places.map((i) => shapes[i] ?? null), ...carried.map(({ shape }) => shape)] } },
  }
  const first = [...places.map((i) => inputs[i] as Ref), ...carried.map((variable) => frame.state.get(variable))]
  const outputs = emit(call, node.op, first, attributes)
  for (const [k, variable] of carried.entries()) frame.state.set(variable, outputs(places.length + k))
  return (index) => {
    const place = places.indexOf(index)
    return place >= 0 ? outputs(place) : (inputs[index] ?? { kind: 'dead' })
  }
}

/** Whether a loop body returns argument `index` unchanged. */
function passesThrough(call: Call, reference: FunctionReference, index: number): boolean {
  const definition = definitionOf(call.frame.context, reference.name, call.node.name)
  const { nodes } = call.frame.context.body(definition)
  const wanted = definition.signature.inputs[index]?.name
  const result = definition.results.get(definition.signature.outputs[index]?.name ?? '') ?? ''
  let source: Source | undefined = sourceOf(result, true)
  for (let i = 0; i <= nodes.size && source !== undefined; i++) {
    if (source.output === null) return source.node === wanted
    const node = nodes.get(source.node)
    if (node?.op !== 'Identity') return false
    source = node.inputs[0]
  }
  return false
}

function shapesOf(call: Call): readonly (Shape | null)[] {
  const attribute = attributeOf(call, 'output_shapes')
  return attribute !== null && 'list' in attribute ? attribute.list.shape : []
}

const ifRule: Rule = (call) => {
  const [condition, ...inputs] = call.inputs
  const branches = [functionOf(call, 'then_branch'), functionOf(call, 'else_branch')] as const
  const truth = knownTruth(condition)
  if (truth !== null) return always(call, truth ? branches[0] : branches[1], inputs)
  return branch(call, branches, condition ?? lacking(call, 0), inputs, ([then, otherwise]) => ({
    then_branch: { func: then ?? '' },
    else_branch: { func: otherwise ?? '' },
  }))
}

const caseRule: Rule = (call) => {
  const [index, ...inputs] = call.inputs
  const attribute = attributeOf(call, 'branches')
  const branches = attribute !== null && 'list' in attribute ? attribute.list.func : []
  return branch(call, branches, index ?? lacking(call, 0), inputs, (names) => ({ branches: { list: { func: names } } }))
}

/** The branch is known at load time: inline it. */
function always(call: Call, reference: FunctionReference, inputs: readonly Ref[]): Outputs {
  const rule = callRules[0]?.[1] as Rule
  const attributes = new Map([...call.node.attributes, ['f', { func: reference }] as const])
  return rule({ ...call, inputs, node: { ...call.node, op: 'PartitionedCall', attributes } })
}

function branch(
  call: Call,
  references: readonly FunctionReference[],
  selector: Ref,
  inputs: readonly Ref[],
  functions: (names: readonly string[]) => Attributes,
): Outputs {
  const { frame } = call
  const args = inputs.map((ref) => argumentFor(ref))
  const { bodies, carried } = buildAll((variables) => references.map((each) => buildBody(call, each, args, variables)))
  const names = bodies.map((built, i) =>
    fileBody(call, references[i] as FunctionReference, built, [
      ...built.results,
      ...carried.map((each) => built.state.get(each)),
    ]),
  )
  const [first] = bodies
  const results = first?.results.length ?? 0
  const attributes: Attributes = {
    ...convertedAttributes(call),
    ...functions(names),
    Tin: { list: { type: first?.parameters.map(({ dtype }) => dtype) ?? [] } },
    Tout: { list: { type: [...outputTypes(call), ...carried.map(({ dtype }) => dtype)] } },
  }
  const given = [...inputs.filter(isValue), ...carried.map((variable) => frame.state.get(variable))]
  const outputs = emit(call, call.node.op, [selector, ...given], attributes)
  for (const [k, variable] of carried.entries()) frame.state.set(variable, outputs(results + k))
  return outputs
}

function outputTypes(call: Call): readonly GraphDType[] {
  const attribute = attributeOf(call, 'Tout')
  return attribute !== null && 'list' in attribute ? attribute.list.type.flatMap((type) => graphDType(type) ?? []) : []
}

function lacking({ node }: Call, index: number): never {
  throw new EngineError('model-invalid', `"${node.name}" (${node.op}) lacks input ${index}.`)
}

export const controlFlowRules: readonly (readonly [string, Rule])[] = [
  ['While', whileRule],
  ['StatelessWhile', whileRule],
  ['If', ifRule],
  ['StatelessIf', ifRule],
  ['Case', caseRule],
  ['StatelessCase', caseRule],
]
