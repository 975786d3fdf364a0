import '../../ui/tokens.css'
import '../../ui/base.css'
import { useStore } from '../../store/index.ts'
import { Announcer } from '../../ui/Announcer.tsx'
import { modeOf } from '../modes/index.ts'
import { ModeHead, ModeScreen } from '../modes/ModeScreen.tsx'
import styles from './App.module.css'
import { DropOverlay } from './DropOverlay.tsx'
import { ErrorBanner } from './ErrorBanner.tsx'
import { FocusKeeper } from './FocusKeeper.tsx'
import { Header } from './Header.tsx'
import { Notices } from './Notices.tsx'
import { usePlace } from './use-place.ts'

export function App() {
  const announcement = useStore((state) => state.page.announcement)
  const mode = useStore((state) => modeOf(state.page.mode))
  usePlace(mode)
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <Header mode={mode} />
      <ModeHead mode={mode} />
      <ErrorBanner />
      <Notices />
      <ModeScreen mode={mode} />
      <DropOverlay />
      <Announcer message={announcement} />
      <FocusKeeper />
    </>
  )
}
