import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'

/** A text with a button that copies it: an ARN, an id, a command. */
export const Copyable = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    copyButtonAriaLabel={`Copy ${what}`}
    copySuccessText={`${what} copied`}
    copyErrorText={`${what} could not be copied`}
  />
)
