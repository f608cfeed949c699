import { useSyncExternalStore } from 'react'

/** Pixels from which on a page has room beside the navigation. */
const WIDE = '(min-width: 960px)'

/** Whether the window is wide, followed as it changes. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, isWide)

const isWide = () => matchMedia(WIDE).matches

function subscribe(changed: () => void): () => void {
  const media = matchMedia(WIDE)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}
