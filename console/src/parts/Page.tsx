import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { answered } from './answered.ts'
import { useTitle } from './use-title.ts'

export interface Crumb {
  readonly text: string
  readonly href: string
}

/** The frame of every page: where it stands, what it is called, what can be done with the whole of it. */
export function Page({
  title,
  description,
  above = [],
  subject,
  actions,
  info,
  headed = false,
  children,
}: {
  readonly title: string
  readonly description?: ReactNode
  /** The pages above this one, from the widest on. */
  readonly above?: readonly Crumb[]
  /** The query that answers what the page is about; absent: nothing that could be gone. */
  readonly subject?: Parameters<typeof answered>[0]
  /** Offered as long as the subject is there. */
  readonly actions?: ReactNode
  readonly info?: ReactNode
  /** The content brings its own headings, as a wizard does. */
  readonly headed?: boolean
  readonly children: ReactNode
}) {
  useTitle(title)
  const there = subject === undefined || answered(subject) !== undefined
  return (
    <ContentLayout
      breadcrumbs={
        above.length > 0 && (
          <BreadcrumbGroup ariaLabel="Breadcrumbs" items={[...above, { text: title, href: location.pathname }]} />
        )
      }
      header={
        !headed && (
          <Header variant="h1" description={description} actions={there && actions} info={info}>
            {title}
          </Header>
        )
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  )
}
