import Tabs from '@cloudscape-design/components/tabs'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'

export interface PageTab {
  /** Its name in the address: `?tab=security`. */
  readonly id: string
  readonly label: string
  readonly content: ReactNode
}

/** The tabs of a page; which one is open stands in the address. The first is open where it names none. */
export function PageTabs({ tabs, label }: { readonly tabs: readonly PageTab[]; readonly label: string }) {
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('tab')
  const active = tabs.find(({ id }) => id === wanted) ?? tabs[0]
  return (
    <Tabs
      ariaLabel={label}
      i18nStrings={{ scrollLeftAriaLabel: 'Scroll left', scrollRightAriaLabel: 'Scroll right' }}
      tabs={tabs}
      activeTabId={active?.id ?? ''}
      onChange={({ detail }) =>
        setSearch((before) => {
          const next = new URLSearchParams(before)
          next.set('tab', detail.activeTabId)
          return next
        })
      }
    />
  )
}
