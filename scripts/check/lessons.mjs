/** `npm run check:lessons`: every lesson with every model of one's own, on Wasm and in plain JavaScript. */
import { runModule } from '../run.mjs'

process.exitCode = await runModule('vitest/vitest.mjs', ['run', 'src/lessons'], { env: { GLASSBOX_WIDE: '1' } })
