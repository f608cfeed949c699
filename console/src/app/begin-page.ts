import { type RefObject, useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/**
 * Has each page begin where a page begins that is loaded anew: at its top, and with the keyboard and the screen reader
 * at its heading instead of at the link that led here. Going back keeps the browser's place.
 */
export function useBeginPage(content: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation()
  const how = useNavigationType()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    if (how !== 'POP') scrollTo(0, 0)
    const page = content.current
    // A field of the page may have asked for it.
    if (!page || page.contains(document.activeElement) || isChoosing(document.activeElement)) return
    const heading = page.querySelector('h1') ?? page
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [pathname, how, content])
}

/** Whether somebody is in an open menu, which would close when the focus leaves it. */
const isChoosing = (focused: Element | null): boolean =>
  focused?.closest('[role="menu"], [aria-expanded="true"]') != null
