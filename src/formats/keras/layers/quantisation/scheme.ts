import { asArray, asString, get } from '../../../shared/json-value.ts'
import { innerLayer } from '../inner-layer.ts'
import type { Layer } from '../layer.ts'

/** What a QuantizeWrapper of the TensorFlow Model Optimization Toolkit quantises of the layer inside. */
export interface Scheme {
  /** Names of the variables. */
  readonly weights: readonly string[]
  /** Whether a weight has one range per element of its last axis. */
  readonly perChannel: boolean
  /** Whether values are quantised before and after the activation. */
  readonly beforeActivation: boolean
  readonly afterActivation: boolean
  readonly output: boolean
}

const nothing: Scheme = {
  weights: [],
  perChannel: false,
  beforeActivation: false,
  afterActivation: false,
  output: false,
}

/** The toolkit's linear activation whose result is not rounded. */
export const unrounded = 'NoOpActivation'

const before = new Set(['softmax', 'sigmoid', 'tanh', 'gelu'])
const after = new Set(['linear', 'relu', 'swish', 'gelu'])
/** Activations whose result is rounded where they are layers of their own. */
const ofLayers = new Set(['relu', 'relu6', 'swish', 'gelu'])

/** Raises `model-invalid` for a configuration other than the toolkit's 8-bit ones. */
export function schemeOf(wrapper: Layer): Scheme {
  const config = wrapper.get('quantize_config')
  const name = asString(get(config, 'class_name'))
  const inner = innerLayer(wrapper, 'layer')
  const roundsOutput = get(get(config, 'config'), 'quantize_output')
  switch (name) {
    case 'NoOpQuantizeConfig':
      return nothing
    case 'Default8BitOutputQuantizeConfig':
      return { ...nothing, output: roundsOutput !== false }
    case 'Default8BitActivationQuantizeConfig':
      return { ...nothing, output: roundsOutput !== false && ofLayers.has(activationName(inner)) }
    case 'Default8BitQuantizeConfig':
    case 'Default8BitConvQuantizeConfig':
    case 'Default8BitConvTransposeQuantizeConfig':
      return {
        weights: texts(wrapper, get(get(config, 'config'), 'weight_attrs')),
        perChannel: name === 'Default8BitConvQuantizeConfig',
        ...aroundActivation(wrapper, inner, texts(wrapper, get(get(config, 'config'), 'activation_attrs'))),
        output: roundsOutput === true,
      }
    default:
      throw wrapper.error(
        `is quantised by ${name ?? 'an unknown configuration'}, which is not one of the 8-bit schemes of the TensorFlow Model Optimization Toolkit.`,
        'Export the model as a SavedModel, which stores the quantisation as operations.',
      )
  }
}

function aroundActivation(
  wrapper: Layer,
  inner: Layer,
  attributes: readonly string[],
): Pick<Scheme, 'beforeActivation' | 'afterActivation'> {
  const name = activationName(inner)
  if (attributes.length === 0 || name === unrounded) return { beforeActivation: false, afterActivation: false }
  const scheme = { beforeActivation: before.has(name), afterActivation: after.has(name) }
  if (attributes.join() !== 'activation' || !(scheme.beforeActivation || scheme.afterActivation))
    throw wrapper.error(`quantises the activation ${name}, which the toolkit does not quantise.`)
  return scheme
}

/** The activation of a layer, without the wrapper that the toolkit puts around it when the layer is first called. */
export function activationOf(layer: Layer): unknown {
  const given = layer.get('activation') ?? 'linear'
  return get(given, 'class_name') === 'QuantizeAwareActivation' ? get(get(given, 'config'), 'activation') : given
}

export function activationName(layer: Layer): string {
  const given = activationOf(layer)
  return asString(given) ?? asString(get(given, 'class_name')) ?? ''
}

function texts(wrapper: Layer, value: unknown): readonly string[] {
  const list = asArray(value)?.map(asString)
  if (list?.every((item) => item !== null) !== true)
    throw wrapper.invalid('quantize_config', 'lists of attributes', value)
  return list as readonly string[]
}
