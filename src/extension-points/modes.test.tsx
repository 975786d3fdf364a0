import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { modeOf, modes } from '../views/modes/index.ts'
import { ModeHead, ModeScreen } from '../views/modes/ModeScreen.tsx'
import { Modes } from '../views/modes/Modes.tsx'
import type { Mode } from '../views/modes/mode.ts'
import { withRow } from './fixtures/with-row.ts'

const madeUp: Mode = {
  id: 'made-up',
  label: 'Made up',
  Screen: () => <p>drawn</p>,
  head: 'subject',
  needsModel: false,
}

describe('one row is enough for', () => {
  it('a mode: in the header, with the subject line and its screen', async () => {
    await withRow(modes, madeUp, modes.length, () => {
      const mode = modeOf('made-up')
      const navigation = renderToStaticMarkup(<Modes current={mode} />)
      expect(navigation).toMatch(
        /<a href="\?mode=made-up"[^>]* aria-current="page" data-testid="mode-made-up">Made up</,
      )
      expect(navigation.match(/aria-current/g)).toHaveLength(1)
      expect(renderToStaticMarkup(<ModeHead mode={mode} />)).toContain('No model is loaded.')
      expect(renderToStaticMarkup(<ModeScreen mode={mode} />)).toContain('<p>drawn</p>')
    })
  })
})

it('an unknown mode is the first one, with the rail', () => {
  const mode = modeOf('nothing')
  expect(renderToStaticMarkup(<Modes current={mode} />)).toMatch(/aria-current="page" data-testid="mode-run"/)
  expect(renderToStaticMarkup(<ModeHead mode={mode} />)).toContain('Stages of the run')
})
