/**
 * SavedModels: inputs and expected outputs of each signature. The first follow from the programs that made them (x/2 +
 * 2 …); NumPy computed those of the penguins from the same weights.
 */

/**
 * @typedef {{ name: string, text?: string, from?: string }} InputFile
 * @typedef {{ file: string, signature?: string, files: readonly InputFile[], outputs: Readonly<Record<string, readonly (number | string)[]>>, holds?: (outputs: readonly any[], files: readonly { buffer: Buffer }[]) => string | null, note?: string }} SignatureCase
 */

/**
 * One JSON file per input.
 * @param {Readonly<Record<string, unknown>>} values
 * @returns {readonly InputFile[]}
 */
function json(values) {
  return Object.entries(values).map(([name, value]) => ({ name: `${name}.json`, text: JSON.stringify(value) }))
}

/**
 * @param {string} folder
 * @param {string | undefined} signature
 * @param {Readonly<Record<string, unknown>>} inputs
 * @param {Readonly<Record<string, readonly (number | string)[]>>} outputs
 * @returns {SignatureCase}
 */
function row(folder, signature, inputs, outputs) {
  const file = `${folder}saved_model.pb`
  return signature === undefined
    ? { file, files: json(inputs), outputs }
    : { file, signature, files: json(inputs), outputs }
}

const column = [[1], [2], [10]]

/** @type {readonly SignatureCase[]} */
const serving = [
  row('saved_model_half_plus_two_cpu/00000123/', undefined, { x: column }, { y: [2.5, 3, 7] }),
  row('saved_model_half_plus_two_cpu/00000123/', 'regress_x_to_y', { x: column }, { outputs: [2.5, 3, 7] }),
  row('saved_model_half_plus_two_cpu/00000123/', 'regress_x_to_y2', { x: column }, { outputs: [3.5, 4, 8] }),
  row('saved_model_half_plus_two_cpu/00000123/', 'regress_x2_to_y3', { inputs: column }, { outputs: [3.5, 4, 8] }),
  row('saved_model_half_plus_two_cpu/00000123/', 'classify_x_to_y', { x: column }, { scores: [2.5, 3, 7] }),
  row('saved_model_half_plus_two_tf2_cpu/00000123/', undefined, { x: [10] }, { y: [7] }),
  row('saved_model_half_plus_two_tf2_cpu/00000123/', 'classify_x_to_y', { x: column }, { scores: [2.5, 3, 7] }),
  row('saved_model_half_plus_two_tf2_cpu/00000123/', 'regress_x_to_y2', { x: column }, { outputs: [3.5, 4, 8] }),
  row('saved_model_half_plus_two_tf2_cpu/00000123/', 'regress_x2_to_y3', { inputs: [10] }, { outputs: [8] }),
  row('saved_model_half_plus_three/00000123/', undefined, { x: [1, 2, 10] }, { y: [3.5, 4, 8] }),
  row('saved_model_half_plus_three/00000123/', 'tensorflow/serving/regress', { x: column }, { outputs: [3.5, 4, 8] }),
  row('saved_model_counter/00000123/', 'incr_counter_by', { delta: [4] }, { output: [4] }),
  row(
    'matrix_half_plus_two/1/',
    undefined,
    { x: [0, 1].map((i) => [0, 3, 6].map((j) => [0, 1, 2].map((k) => 9 * i + j + k))) },
    { y: Array.from({ length: 18 }, (_, i) => i / 2 + 2) },
  ),
]

/** @type {readonly SignatureCase[]} */
const toys = [
  row('times_three_float/', undefined, { x: 3 }, { output_0: [9] }),
  row('times_two_int/', undefined, { x: 3 }, { output_0: [6] }),
  row('module_with_multiple_signatures/', undefined, { x: 3 }, { output_0: [9] }),
  row('module_with_multiple_signatures/', 'timestwo', { x: 3 }, { output_0: [6] }),
  row('model_multi_output/', undefined, { x: 3, y: 5 }, { output_0: [6], output_1: [5] }),
  row('model_single_input_multi_output/', undefined, { x: 3 }, { output_0: [6], output_1: [3] }),
  row('int64_multiply/', undefined, { x: [1, -5] }, { output_0: [6, -30] }),
  row('uint8_multiply/', undefined, { x: [3] }, { output_0: [18] }),
]

/** The accuracy of NumPy with the same weights. */
const accuracy = 0.961

/**
 * @param {readonly any[]} outputs
 * @param {readonly { buffer: Buffer }[]} files a table with the species in its first column
 */
function manyAreRight([{ values }], files) {
  const [, ...rows] = String(files[0]?.buffer).trim().split('\n')
  const truth = rows.map((row) => Number(row.split(',')[0]))
  const right = truth.filter((label, i) => {
    const scores = values.slice(3 * i, 3 * i + 3)
    return scores[label] === Math.max(...scores)
  })
  const share = right.length / truth.length
  return Math.abs(share - accuracy) < 1e-3 ? null : `${(share * 100).toFixed(1)} % right, not ${accuracy * 100} %`
}

const taxi = [
  'company,payment_type,fare,trip_miles,trip_seconds,pickup_latitude,pickup_longitude,dropoff_latitude,dropoff_longitude,trip_start_hour,trip_start_day,trip_start_month',
  'Flash Cab,Cash,12.45,3.4,780,41.88,-87.62,41.95,-87.65,9,3,5',
  'Taxi Affiliation Services,Credit Card,44.05,17.2,2100,41.98,-87.9,41.88,-87.63,18,6,11',
  'Nobody Knows Ltd,No Charge,3.25,0.1,60,41.9,-87.63,41.9,-87.63,23,1,1',
  '',
].join('\n')

/** @param {readonly any[]} outputs */
function isConsistent(outputs) {
  const of = (/** @type {string} */ name) => outputs.find((output) => output.name === name)?.values ?? []
  const [logits, logistic, both, classes] = ['logits', 'logistic', 'probabilities', 'class_ids'].map(of)
  if (logits.length !== 3) return `expected three logits, found ${logits.length}`
  for (let i = 0; i < 3; i++) {
    const p = 1 / (1 + Math.exp(-logits[i]))
    if (Math.abs(p - logistic[i]) > 1e-6 || Math.abs(p - both[2 * i + 1]) > 1e-6)
      return `row ${i}: logit ${logits[i]}, logistic ${logistic[i]}, probabilities ${both.slice(2 * i, 2 * i + 2)}`
    if (classes[i] !== (p > 0.5 ? 1 : 0)) return `row ${i}: class ${classes[i]} at ${p}`
  }
  return new Set(logits).size === 3 ? null : 'three different trips have the same logit'
}

/** @type {Readonly<Record<string, readonly SignatureCase[]>>} */
export const signatureCases = {
  'savedmodel-serving-testdata': serving,
  'savedmodel-tfjs-node-testobjects': toys,
  'savedmodel-tfx-penguin-keras': [
    {
      file: 'saved_model.pb',
      files: [{ name: 'penguins_processed.csv', from: 'tabular/penguins_processed.csv' }],
      outputs: {
        output_0: [
          0.9718610644340515, 0.024627650156617165, 0.0035113345365971327, 0.8644741177558899, 0.11702628433704376,
          0.01849958300590515, 0.8680451512336731, 0.11311416327953339, 0.018840625882148743,
        ],
      },
      holds: manyAreRight,
    },
  ],
  'savedmodel-tfx-taxi-strings': [
    {
      file: 'saved_model.pb',
      signature: 'predict',
      files: [{ name: 'trips.csv', text: taxi }],
      outputs: {},
      holds: isConsistent,
      note: 'no reference: logits, probabilities and classes agree with one another',
    },
  ],
}
