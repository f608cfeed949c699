import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editFor } from './edit.ts'
import { placeAt } from './place.ts'

/** The place of the `|` in a text. */
function at(marked: string) {
  const text = marked.replace('|', '')
  return { text, place: placeAt(text, marked.indexOf('|')) }
}

function told(marked: string): string | undefined {
  const { text, place } = at(marked)
  return place && `${place.kind} /${place.path.join('/')} "${text.slice(place.from, place.to)}"`
}

/** The text after a suggestion was written at the mark, with the cursor marked. */
function written(marked: string, suggestion: string, goesOn = false): string {
  const { text, place } = at(marked)
  if (!place) throw new Error('no place')
  const { from, to, insert, cursor } = editFor(place, suggestion, goesOn)
  return `${text.slice(0, from)}${insert.slice(0, cursor)}|${insert.slice(cursor)}${text.slice(to)}`
}

test('names and values are told apart, with what stands above them', () => {
  assert.equal(told('{|}'), 'name / ""')
  assert.equal(told('{"Ver|"}'), 'name / "Ver"')
  assert.equal(told('{"Version": "|"}'), 'value /Version ""')
  assert.equal(told('{"Version": |}'), 'value /Version ""')
  assert.equal(told('{"Statement": [{"Action": ["s3:Get|", "a"]}]}'), 'value /Statement/Action "s3:Get"')
  assert.equal(told('{"Statement": {"Condition": {"Bool": {"|": "true"}}}}'), 'name /Statement/Condition/Bool ""')
  assert.equal(told('{"Statement": [{"Effect": "Allow"}, |]}'), 'value /Statement ""')
  assert.equal(told('{"a": "b"|}'), 'name / ""')
})

test('a text that is not finished has a place, too', () => {
  assert.equal(told('{"Statement": [{"Action": "s3:|'), 'value /Statement/Action "s3:"')
  assert.equal(told('{"Statement": [{"Action": ["s3:|\n}]}'), 'value /Statement/Action "s3:"')
  assert.equal(told('{"Statement": [{"Effect": |\n"Action": "x"}]}'), 'value /Statement/Effect ""')
  assert.equal(told('{ Ver|'), 'name / "Ver"')
  assert.equal(told(`${'['.repeat(2000)}|`), undefined)
  assert.equal(told('|'), undefined)
  assert.equal(told('"|"'), undefined)
})

test('a place knows the actions of its statement and the names beside it', () => {
  const { place } = at('{"Statement": [{"Action": "a:B"}, {"|": "", "Effect": "Allow", "NotAction": ["s3:*", "c:D"]}]}')
  assert.deepEqual(place?.actions, ['s3:*', 'c:D'])
  assert.deepEqual(place?.siblings, ['Effect', 'NotAction'])
})

test('a suggestion takes over the quotes and the colon that stand there', () => {
  assert.equal(written('{"Ver|"}', 'Version'), '{"Version": |}')
  assert.equal(written('{"Ver|": "x"}', 'Version'), '{"Version"|: "x"}')
  assert.equal(written('{Ver|}', 'Version'), '{"Version": |}')
  assert.equal(written('{"Ver|}', 'Version'), '{"Version": |}')
  assert.equal(written('{"Effect": |}', 'Allow'), '{"Effect": "Allow"|}')
  assert.equal(written('{"Effect": "|"}', 'Allow'), '{"Effect": "Allow"|}')
  assert.equal(written('{"Action": "s|"}', 's3:', true), '{"Action": "s3:|"}')
  assert.equal(written('{"Action": "s|', 's3:', true), '{"Action": "s3:|"')
})
