import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { shellWord } from './shell-word.ts'

test('a word stays one word of a shell, and nothing in it is run', () => {
  assert.equal(shellWord('s3://shop/images/logo.svg'), 's3://shop/images/logo.svg')
  for (const text of ['a b', '$(id)', '`id`', "it's", ';id', 'a\nb', '*', '~', '', '"', '\\'])
    assert.equal(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`]).toString(), text)
})
