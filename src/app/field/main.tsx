import './field.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { begin } from './engine.ts'
import { applySize } from './Mine.tsx'
import { keepProgram } from './update.ts'

applySize()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
void begin()
void keepProgram()
