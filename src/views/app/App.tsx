import '../../ui/tokens.css'
import '../../ui/base.css'
import { useStore } from '../../store/index.ts'
import { Announcer } from '../../ui/Announcer.tsx'
import { Rail } from '../rail/Rail.tsx'
import styles from './App.module.css'
import { DropOverlay } from './DropOverlay.tsx'
import { ErrorBanner } from './ErrorBanner.tsx'
import { FocusKeeper } from './FocusKeeper.tsx'
import { Header } from './Header.tsx'
import { Notices } from './Notices.tsx'
import { RunScreen } from './RunScreen.tsx'
import { usePlace } from './use-place.ts'

export function App() {
  const announcement = useStore((state) => state.page.announcement)
  usePlace()
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <Header />
      <Rail />
      <ErrorBanner />
      <Notices />
      <RunScreen />
      <DropOverlay />
      <Announcer message={announcement} />
      <FocusKeeper />
    </>
  )
}
