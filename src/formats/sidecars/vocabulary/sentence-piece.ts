import { PbfReader } from 'pbf'
import type { SidecarKind } from '../contract.ts'
import { largestVocabulary, type PieceLine, sentencePieceVocabulary } from './lines.ts'

/** `SentencePiece.Type` of sentencepiece_model.proto, from 1. */
const types = ['normal', 'unknown', 'control', 'user', 'unused', 'byte'] as const

interface Model {
  readonly pieces: PieceLine[]
  /** `TrainerSpec.model_type`: 1 unigram, 2 BPE, 3 words, 4 characters. */
  type: number
}

/** A model of SentencePiece, such as `spiece.model`: a protocol buffer of pieces, scores and types. */
export const sentencePiece: SidecarKind = {
  id: 'sentence-piece',
  names: /\.(model|spm)$/i,
  largest: largestVocabulary,
  isBinary: true,
  read: (value, file) => {
    if (!(value instanceof Uint8Array)) return null
    const { pieces, type } = new PbfReader(value).readFields<Model>(readModel, { pieces: [], type: 1 })
    const unknown = pieces.find((one) => one.type === 'unknown')
    if (unknown === undefined || type > 2) return null
    const kind = type === 2 ? 'bpe' : 'unigram'
    const pad = pieces.find(({ piece }) => piece === '<pad>' || piece === '[PAD]')?.id ?? 0
    return { vocabulary: sentencePieceVocabulary(pieces, { kind, source: file.name, unknown: unknown.id, pad }) }
  },
}

function readModel(tag: number, model: Model, pbf: PbfReader): void {
  if (tag === 1)
    model.pieces.push(pbf.readMessage(readPiece, { piece: '', id: model.pieces.length, score: 0, type: 'normal' }))
  else if (tag === 2) model.type = pbf.readMessage(readTrainer, { type: 1 }).type
}

function readTrainer(tag: number, trainer: { type: number }, pbf: PbfReader): void {
  if (tag === 3) trainer.type = pbf.readVarint()
}

interface Line {
  piece: string
  id: number
  score: number
  type: string
}

function readPiece(tag: number, line: Line, pbf: PbfReader): void {
  if (tag === 1) line.piece = pbf.readString()
  else if (tag === 2) line.score = pbf.readFloat()
  else if (tag === 3) line.type = types[pbf.readVarint() - 1] ?? 'normal'
}
