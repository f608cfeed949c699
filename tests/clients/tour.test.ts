/** The README's tour, run as it is printed: a person who copies its lines sees what it says. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { test } from 'node:test'
import { tool } from '../tools.ts'
import { awsCli } from './aws-cli.ts'
import { outcomeOf, plainEnvironment, startServerProcess, wayProblem } from './server-process.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The commands that the tour says are refused, as bash tells them: the last two are alice's. */
const REFUSED = [/ -- aws s3 rm /, /"\$@"$/, /"\$@"$/]

interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of one section of the README, in their order. */
function blocksOf(section: string): readonly Block[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const text = readme.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }))
}

/** What a block prints, in which `i-...` stands for an instance and lines are broken anywhere. */
function printed({ text }: Block): RegExp {
  const words = text.trim().split(/\s+/)
  return new RegExp(words.map((word) => word.split('i-...').map(RegExp.escape).join('i-[0-9a-f]{17}')).join('\\s+'))
}

test('the tour of the README runs as it is printed', {
  skip: awsCli.skip || tool('curl').skip || wayProblem('namespace'),
}, async (t) => {
  const server = await startServerProcess(t)
  const blocks = blocksOf('A tour of five minutes').filter(({ language }) => language !== 'sh')
  const commands = blocks.filter(({ language }) => language === 'bash')
  assert.ok(commands.length > 8, 'the tour is there')
  const script = [
    `trap 'printf "REFUSED %s\\n" "$BASH_COMMAND"' ERR`,
    ...blocks.map(({ language, text }) => (language === 'bash' ? text : 'echo "=== SAID"')),
  ].join('\n')
  const programs = [dirname(process.execPath), dirname(awsCli.path), process.env['PATH']]
  const environment = { ...plainEnvironment(), PATH: programs.join(delimiter), ROLECALL_DATA: server.folder }
  const { stdout, stderr } = await outcomeOf('bash', ['-c', `exec 2>&1\n${script}`], environment, { cwd: ROOT })
  const said = stdout.split('=== SAID\n')

  const refused = [...stdout.matchAll(/^REFUSED (.*)$/gm)].map(([, command = '']) => command)
  assert.equal(refused.length, REFUSED.length, `${refused.join('\n')}\n${stdout}${stderr}`)
  for (const [index, pattern] of REFUSED.entries()) assert.match(refused[index] ?? '', pattern)
  const texts = blocks.filter(({ language }) => language === 'text')
  assert.ok(texts.length > 1)
  for (const [index, block] of texts.entries()) assert.match(said[index] ?? '', printed(block))
  assert.match(said[0] ?? '', /"Arn": "arn:aws:iam::123456789012:root"/)
  assert.match(said[0] ?? '', /"arn:aws:sts::123456789012:assumed-role\/web-server\/i-[0-9a-f]{17}"/)
  assert.match(said[0] ?? '', /^colour = blue$/m)
  assert.match(said[0] ?? '', /"InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile\/web-server-profile"/)
  const rest = said.at(-1) ?? ''
  assert.match(rest, /"Arn": "arn:aws:sts::123456789012:assumed-role\/operator\/night-shift"/)
  assert.match(rest, /\(AccessDenied\).*user\/alice is not authorized to perform: s3:GetObject/)
  assert.match(rest, /\(AccessDenied\).*user\/alice is not authorized to perform: sts:AssumeRole/)
})
