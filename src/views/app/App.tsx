import '../../ui/tokens.css'
import '../../ui/base.css'
import { useStore } from '../../store/index.ts'
import { Announcer } from '../../ui/Announcer.tsx'
import { Rail } from '../rail/Rail.tsx'
import { DropOverlay } from './DropOverlay.tsx'
import { ErrorBanner } from './ErrorBanner.tsx'
import { FocusKeeper } from './FocusKeeper.tsx'
import { Header } from './Header.tsx'
import { Notices } from './Notices.tsx'
import { RunScreen } from './RunScreen.tsx'

export function App() {
  const announcement = useStore((state) => state.page.announcement)
  return (
    <>
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
