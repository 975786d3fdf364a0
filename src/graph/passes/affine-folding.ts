import { foldAcrossReshape } from './affine/across-reshape.ts'
import { affineOps } from './affine/affine.ts'
import { foldAcrossActivation, foldAfter, foldBefore, mergeChain } from './affine/fold.ts'
import { linearOps } from './affine/linear.ts'
import { foldFactor, moveBiasBeforeSum } from './affine/move-constants.ts'
import { rulePass } from './rule.ts'

/** Includes batch normalisation, as one node or as five. */
export const affineFolding = rulePass(
  'affine-folding',
  'Folds batch normalisation and other per-channel arithmetic into the weights of adjacent layers',
  [
    [affineOps, foldAfter],
    [linearOps, foldBefore],
    [linearOps, foldAcrossActivation],
    [['MatMul', '_FusedMatMul'], foldAcrossReshape],
    [linearOps, foldFactor],
    [affineOps, moveBiasBeforeSum],
    [affineOps, mergeChain],
  ],
)
