import { it } from 'vitest'
import { expectAgreement, expectAgreementAtAnyLength } from '../fixtures/sequences/case.ts'

it.each([
  'attention_masked',
  'attention_concat',
  'additiveattention_scores',
  'mha_axes',
  'mha_qkv',
  'mha_scores',
  'mha_masked_embedding',
  'gqa_gate',
  'gqa_sliding',
  'fuzz_seq_03',
  'reversibleembedding_untied',
])('%s matches TensorFlow', expectAgreement)

it.each([
  'attention_masked',
  'additiveattention_scores',
  'mha_axes',
  'mha_qkv',
  'mha_masked_embedding',
  'gqa_gate',
  'gqa_sliding',
  'fuzz_seq_03',
])('%s matches TensorFlow for sequences of any length', expectAgreementAtAnyLength)
