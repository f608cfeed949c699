import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'

/** What a wizard's last step shows of an earlier one, with the way back to it. */
export const StepHeader = ({ title, edit }: { readonly title: string; readonly edit: () => void }) => (
  <Header
    variant="h2"
    actions={
      <Button onClick={edit} ariaLabel={`Edit ${title}`}>
        Edit
      </Button>
    }
  >
    {title}
  </Header>
)
