import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { start } from './store/index.ts'
import { App } from './views/app/App.tsx'

start(new URLSearchParams(location.search))

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
