import AppLayout from '@cloudscape-design/components/app-layout'
import Flashbar from '@cloudscape-design/components/flashbar'
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import { type MouseEvent, useRef, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useWide } from '../parts/use-wide.ts'
import type { Area } from './area.ts'
import { AREAS } from './areas.ts'
import { useBeginPage } from './begin-page.ts'
import { useMessages } from './notify.ts'
import { TopBar } from './TopBar.tsx'

/** What stands around every page: who is signed in, where one can go, and what has been done. */
export function Shell() {
  const { pathname } = useLocation()
  const messages = useMessages()
  const wide = useWide()
  // Until somebody opens or closes it, it is open where there is room.
  const [chosen, setChosen] = useState<boolean>()
  const content = useRef<HTMLDivElement>(null)
  useBeginPage(content)
  const skip = (event: MouseEvent) => {
    event.preventDefault()
    content.current?.focus()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a way to a place in the page, which the address keeps none of. */}
      <a className="skip-link" href="#content" onClick={skip}>
        Skip to main content
      </a>
      <div id="top">
        <TopBar />
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationOpen={chosen ?? wide}
        onNavigationChange={({ detail }) => setChosen(detail.open)}
        navigation={
          <SideNavigation header={{ text: 'Console', href: '/' }} activeHref={activeOf(pathname)} items={ITEMS} />
        }
        notifications={<Flashbar items={[...messages]} />}
        content={
          <div ref={content} className="page" id="content" tabIndex={-1}>
            <Outlet />
          </div>
        }
        ariaLabels={{
          navigation: 'Navigation',
          navigationClose: 'Close navigation',
          navigationToggle: 'Open navigation',
          notifications: 'Notifications',
        }}
      />
    </>
  )
}

const SECTIONS: readonly Area['section'][] = ['Identity', 'Compute', 'Answers', 'Storage and monitoring']

const ITEMS: SideNavigationProps.Item[] = SECTIONS.map((text) => ({
  type: 'section',
  text,
  items: AREAS.filter(({ section }) => section === text)
    .flatMap(({ links }) => links)
    .map((link) => ({ type: 'link', ...link })),
}))

/** The link whose page this is, or above whose page it stands. */
function activeOf(pathname: string): string {
  const below = AREAS.flatMap(({ links }) => links.map(({ href }) => href)).filter(
    (href) => pathname === href || pathname.startsWith(`${href}/`),
  )
  return below.sort((a, b) => b.length - a.length)[0] ?? pathname
}
