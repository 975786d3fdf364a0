import { attentionMesh } from './attention-mesh.ts'
import { heatMaps } from './heat-maps.ts'
import { landmarks } from './landmarks.ts'
import type { PointLayout } from './layout.ts'
import { movenet, movenetMulti } from './movenet.ts'
import { posenet } from './posenet.ts'

/** All layouts of key points, in order of priority for equal fits. */
export const layouts: readonly PointLayout[] = [posenet, movenet, movenetMulti, attentionMesh, ...landmarks, heatMaps]
