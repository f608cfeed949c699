import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useLocation, useRouteError } from 'react-router'
import { failureOf } from '../aws/failure.ts'
import { Page } from '../parts/Page.tsx'

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
