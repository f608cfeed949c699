import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Input from '@cloudscape-design/components/input'

/** A tag as somebody writes it. */
export interface EditedTag {
  readonly key: string
  readonly value: string
}

/** AWS's limit of tags on a resource. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MAX_TAGS = 50

/** Tags to write: rows of a key and a value. */
export function TagFields({
  tags,
  onChange,
}: {
  readonly tags: readonly EditedTag[]
  readonly onChange: (tags: readonly EditedTag[]) => void
}) {
  const change = (index: number, changed: Partial<EditedTag>) =>
    onChange(tags.map((tag, at) => (at === index ? { ...tag, ...changed } : tag)))
  const problems = tagProblems(tags)
  return (
    <AttributeEditor
      items={tags}
      addButtonText="Add new tag"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ key }) => `Remove tag ${key}`}
      empty="No tags."
      disableAddButton={tags.length >= MAX_TAGS}
      additionalInfo={`You can add up to ${MAX_TAGS} tags.`}
      onAddButtonClick={() => onChange([...tags, { key: '', value: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(tags.filter((_, index) => index !== detail.itemIndex))}
      definition={[
        {
          label: 'Key',
          control: ({ key }, index) => (
            <Input
              value={key}
              ariaLabel={`Key of tag ${index + 1}`}
              onChange={({ detail }) => change(index, { key: detail.value })}
            />
          ),
          errorText: (_, index) => problems[index],
        },
        {
          label: 'Value - optional',
          control: ({ value }, index) => (
            <Input
              value={value}
              ariaLabel={`Value of tag ${index + 1}`}
              onChange={({ detail }) => change(index, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  )
}

/** For each tag what is wrong with it, if anything is. The server knows the rest of AWS's rules. */
export const tagProblems = (tags: readonly EditedTag[]): readonly (string | undefined)[] =>
  tags.map(({ key }, index) => {
    if (key === '') return 'Enter a key, or remove the tag.'
    return tags.findIndex((other) => other.key === key) < index ? 'This key is there already.' : undefined
  })
