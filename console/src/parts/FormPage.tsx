import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { type Crumb, Page } from './Page.tsx'
import { Problem } from './Problem.tsx'
import { useSubmission } from './use-submission.ts'

/** The one way to make a form: a page of its own, its submission, and the server's refusal below the fields. */
export function FormPage<Answer>({
  title,
  description,
  above,
  submitLabel,
  submit,
  done,
  blocked,
  children,
}: {
  readonly title: string
  readonly description?: ReactNode
  readonly above: readonly Crumb[]
  readonly submitLabel: string
  readonly submit: () => Promise<Answer>
  readonly done: (answer: Answer) => void
  /** Why it cannot be submitted yet; undefined: it can. */
  readonly blocked?: string | undefined
  readonly children: ReactNode
}) {
  const navigate = useNavigate()
  const submission = useSubmission(submit, done)
  return (
    <Page title={title} description={description} above={above}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (blocked === undefined) submission.start()
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={() => navigate(above.at(-1)?.href ?? '/')}>
                Cancel
              </Button>
              <Button
                variant="primary"
                formAction="submit"
                loading={submission.isPending}
                disabled={blocked !== undefined}
                {...(blocked !== undefined && { disabledReason: blocked })}
              >
                {submitLabel}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            {children}
            {submission.error && <Problem error={submission.error} />}
          </SpaceBetween>
        </Form>
      </form>
    </Page>
  )
}

/** A group of a form's fields below a heading. */
export const Fields = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Container header={<Header variant="h2">{title}</Header>}>
    <SpaceBetween size="m">{children}</SpaceBetween>
  </Container>
)
