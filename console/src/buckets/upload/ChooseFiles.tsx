import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { type DragEvent, useRef, useState } from 'react'
import { Actions } from '../../parts/Actions.tsx'
import { filesOfDrop, filesOfInput } from './chosen-files.ts'
import type { ChosenFile } from './uploads.ts'

/** Where files and folders are dropped or chosen. */
export function ChooseFiles({
  folder,
  add,
}: {
  readonly folder: string
  readonly add: (files: readonly ChosenFile[]) => void
}) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const folderInput = useRef<HTMLInputElement>(null)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void filesOfDrop(event.dataTransfer, folder).then(add)
  }
  return (
    <section
      className="drop-area"
      aria-label="Files to upload"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Box padding={{ bottom: 's' }}>Drag and drop files and folders you want to upload here, or choose them.</Box>
      <Actions>
        <Button iconName="upload" onClick={() => input.current?.click()}>
          Add files
        </Button>
        <Button iconName="folder" onClick={() => folderInput.current?.click()}>
          Add folder
        </Button>
      </Actions>
      <FileInput
        reference={input}
        label="Add files"
        whole={false}
        chosen={(files) => add(filesOfInput(files, folder))}
      />
      <FileInput
        reference={folderInput}
        label="Add folder"
        whole
        chosen={(files) => add(filesOfInput(files, folder))}
      />
    </section>
  )
}

/** The browser's own way to choose, which the buttons open. */
const FileInput = ({
  reference,
  label,
  whole,
  chosen,
}: {
  readonly reference: React.RefObject<HTMLInputElement | null>
  readonly label: string
  readonly whole: boolean
  readonly chosen: (files: FileList | null) => void
}) => (
  <input
    ref={reference}
    type="file"
    hidden
    multiple
    aria-label={label}
    {...(whole && { webkitdirectory: '' })}
    onChange={({ currentTarget }) => {
      chosen(currentTarget.files)
      // The same file can be chosen again.
      currentTarget.value = ''
    }}
  />
)
