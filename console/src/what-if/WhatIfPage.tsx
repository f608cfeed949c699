import Container from '@cloudscape-design/components/container'
import { useSearchParams } from 'react-router'
import { Fields } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Draft } from './Draft.tsx'
import { useSubject } from './policies.ts'
import { SubjectFields } from './SubjectFields.tsx'
import { addressOf, subjectFrom } from './subject.ts'

/** What if: a policy's draft against the calls that were made. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const subject = subjectFrom(params)
  const query = useSubject(subject)
  return (
    <Page
      title="What if"
      description="See which recent calls a change of a policy would decide otherwise, before you save it."
    >
      <Fields title="Policy to change">
        <SubjectFields />
      </Fields>
      {subject ? (
        <Loaded query={query}>
          {(now) => (
            // What was saved is the policy as it stands, on which the next draft begins.
            <Draft
              key={`${JSON.stringify(subject)} ${now.text}`}
              subject={subject}
              now={now}
              saved={(saved) => {
                setParams(addressOf(saved), { replace: true })
                void query.refetch()
              }}
            />
          )}
        </Loaded>
      ) : (
        <Container>
          Choose a policy. Its text appears here to be changed and compared; nothing is saved by that.
        </Container>
      )}
    </Page>
  )
}
