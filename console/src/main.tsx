import '@cloudscape-design/global-styles/index.css'
import './app/layout.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { loadConfig } from './app/config.ts'
import { applyTheme, chosenTheme } from './app/theme.ts'
import { restoreSession } from './session/session.ts'

applyTheme(chosenTheme())
// Without its configuration and the session of a sibling tab there is nothing that could be shown.
await Promise.all([loadConfig(), restoreSession()])
// index.html holds the element.
createRoot(document.getElementById('root')!).render(<App />)
