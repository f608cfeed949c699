import assert from 'node:assert/strict'
import { onInstance } from './workload.ts'

/** A line `name: value` a fact. */
const factsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\s*([\w-]+): (.*)$/g)].map(([, name, value]) => [name, value])),
  )

onInstance(
  'ec2-metadata of Amazon tells what the instance is',
  ['ec2-metadata', 'curl'],
  async ({ run, instance, address, region }, paths) => {
    const facts = factsOf(await run(paths['ec2-metadata']))
    assert.deepEqual(
      ['instance-id', 'ami-id', 'instance-type', 'local-ipv4', 'placement', 'Name'].map((name) => facts[name]),
      [instance, 'ami-0abcdef1234567890', 't3.micro', address, `${region}a`, 'workload'],
    )
    // What AWS's answer has none of, the tool calls so.
    assert.equal(facts['public-ipv4'], 'not available')
    assert.equal(await run(paths['ec2-metadata'], '--instance-id'), `instance-id: ${instance}\n`)
  },
)

onInstance(
  'ec2metadata of Ubuntu tells what the instance is',
  ['ec2metadata'],
  async ({ run, instance, address, region }, paths) => {
    const facts = factsOf(await run(paths.ec2metadata))
    assert.deepEqual(
      ['instance-id', 'ami-id', 'instance-type', 'local-ipv4', 'availability-zone', 'profile'].map(
        (name) => facts[name],
      ),
      [instance, 'ami-0abcdef1234567890', 't3.micro', address, `${region}a`, 'default-hvm'],
    )
    // It asks version 2009-04-04, to which AWS added neither of these.
    assert.equal(facts['mac'], 'unavailable')
    assert.equal(facts['region'], 'unavailable')
    assert.equal(await run(paths.ec2metadata, '--instance-id'), `${instance}\n`)
  },
)
