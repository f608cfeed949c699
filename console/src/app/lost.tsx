import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
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
      <Alert type="error" header={title}>
        {sentence}
      </Alert>
    </Page>
  )
}
