import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { preference } from './preference.ts'

export type Theme = 'light' | 'dark'

/** Light or dark; until somebody chooses, as the system has it. */
export const theme = preference<Theme>('theme', (stored) => {
  if (stored === 'light' || stored === 'dark') return stored
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
})

export const chosenTheme = theme.get

export function applyTheme(chosen: Theme): void {
  applyMode(chosen === 'dark' ? Mode.Dark : Mode.Light)
  document.documentElement.style.colorScheme = chosen
}
