import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import { useLocation, useRouteError, useSearchParams } from 'react-router'
import { failureOf } from '../aws/failure.ts'
import { type Crumb, Page } from '../parts/Page.tsx'

export function NoSuchPage() {
  const { pathname } = useLocation()
  return (
    <Page title="There is no such page">
      <Box>
        The console has nothing at <code>{pathname}</code>. <Link href="/">Go to the dashboard</Link>
      </Box>
    </Page>
  )
}

/** The page, if its address has what it needs. */
export function Needing({
  what,
  back = DASHBOARD,
  children,
}: {
  readonly what: string
  readonly back?: Crumb | undefined
  readonly children: ReactNode
}) {
  const [search] = useSearchParams()
  if (search.get(what)) return children
  return (
    <Page title="There is no such page" above={[back]}>
      <Box>
        The address does not say which one is meant: <code>?{what}=</code> is missing.{' '}
        <Link href={back.href}>Go to {back.text}</Link>
      </Box>
    </Page>
  )
}

const DASHBOARD: Crumb = { text: 'the dashboard', href: '/' }

/** A page that could not be drawn, which is a failure of ours or of the line. */
export function PageFailed() {
  const { title, sentence } = failureOf(useRouteError())
  return (
    <Page title="This page failed">
      <Alert type="error" header={title} action={<Button onClick={() => void reload()}>Try again</Button>}>
        {sentence}
      </Alert>
    </Page>
  )
}

/** The page anew, once the server answers: a browser does not ask again for code that it failed to load. */
async function reload(): Promise<void> {
  const { ok } = await fetch('/config.json').catch(() => ({ ok: false }))
  if (ok) location.reload()
}
