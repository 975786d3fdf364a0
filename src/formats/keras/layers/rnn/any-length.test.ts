import { it } from 'vitest'
import { expectAgreementAtAnyLength } from '../fixtures/sequences/case.ts'

it.each([
  'lstm_masked_backwards',
  'lstm_encdec',
  'gru_reset_before_masked',
  'rnn_stacked_cells',
  'bidirectional_lstm_masked',
  'bidirectional_state',
  'convlstm2d_state',
])('%s matches TensorFlow for sequences of any length', expectAgreementAtAnyLength)
