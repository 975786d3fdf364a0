import { affineOps } from './affine/affine.ts'
import { foldAfter, foldBefore, foldPastActivation, mergeChain } from './affine/fold.ts'
import { linearOps } from './affine/linear.ts'
import { biasPastSum, foldFactor } from './affine/pass-on.ts'
import { foldPastReshape } from './affine/past-reshape.ts'
import { rulePass } from './rule.ts'

/** Includes batch normalisation, as one node or as five. */
export const affineFolding = rulePass(
  'affine-folding',
  'Folds batch normalisation and other per-channel arithmetic into the weights of adjacent layers',
  [
    [affineOps, foldAfter],
    [linearOps, foldBefore],
    [linearOps, foldPastActivation],
    [['MatMul', '_FusedMatMul'], foldPastReshape],
    [linearOps, foldFactor],
    [affineOps, biasPastSum],
    [affineOps, mergeChain],
  ],
)
