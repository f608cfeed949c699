import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'

/** A text with a button that copies it: an ARN, an id, a command. */
export const Copyable = ({
  text,
  what,
  shown = text,
}: {
  readonly text: string
  readonly what: string
  /** What stands there instead of the text. */
  readonly shown?: string
}) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    textToDisplay={shown}
    copyButtonAriaLabel={`Copy ${what}`}
    copySuccessText={`${what} copied`}
    copyErrorText={`${what} could not be copied`}
  />
)
