import { useEffect } from 'react'

/** Names the browser's tab after the page; undefined: what asks is no page of its own. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} | Rolecall`
  }, [title])
}
