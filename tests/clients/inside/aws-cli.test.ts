import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { awsCliIn } from '../aws-cli.ts'
import { BUCKET, CONFIG, onInstance, type Workload } from './workload.ts'

/** Version 1 does not ask the metadata service for the region. */
async function cliOn({ on, run, region }: Workload, path: string) {
  const older = (await run(path, '--version')).startsWith('aws-cli/1.')
  return awsCliIn({}, (args) => on(path, ...args, ...(older ? ['--region', region] : [])))
}

for (const name of ['aws', 'aws-of-debian'] as const) {
  onInstance(`${name} works with the role's credentials and no further`, [name], async (workload, paths) => {
    const { root, instance, arn, folder } = workload
    const aws = await cliOn(workload, paths[name])
    assert.equal((await aws.json('sts', 'get-caller-identity')).Arn, arn)

    const s3 = `s3://${BUCKET}`
    assert.match(await aws.text('s3', 'ls', `${s3}/read/`), / 14 config\n/)
    assert.equal(await aws.text('s3', 'cp', `${s3}/read/config`, '-'), CONFIG)
    const large = Buffer.alloc(9 << 20, 'made inside ')
    writeFileSync(join(folder, 'large'), large)
    await aws.text('s3', 'cp', join(folder, 'large'), `${s3}/write/large`)
    const { Body, ETag = '' } = await root.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'write/large' }))
    assert.match(ETag, /-2"$/, 'it came in two parts')
    assert.ok(large.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0)))
    await aws.text('s3', 'sync', `${s3}/read`, join(folder, 'copy'))
    assert.equal(readFileSync(join(folder, 'copy', 'config'), 'utf8'), CONFIG)
    assert.match(await aws.refused('s3', 'cp', join(folder, 'large'), `${s3}/read/large`), /AccessDenied/)
    assert.match(await aws.refused('s3', 'rm', `${s3}/read/config`), /AccessDenied.* s3:DeleteObject /)

    const stream = ['--log-group-name', '/cli', '--log-stream-name', instance]
    await aws.text('logs', 'create-log-group', '--log-group-name', '/cli')
    await aws.text('logs', 'create-log-stream', ...stream)
    await aws.text('logs', 'put-log-events', ...stream, '--log-events', `timestamp=${Date.now()},message=inside`)
    const { events } = await root.logs.send(new FilterLogEventsCommand({ logGroupName: '/cli' }))
    assert.deepEqual(
      events?.map(({ message }) => message),
      ['inside'],
    )
    assert.match(await aws.refused('logs', 'get-log-events', ...stream), /AccessDeniedException.* logs:GetLogEvents /)

    await aws.text('cloudwatch', 'put-metric-data', '--namespace', 'Cli', '--metric-name', 'm', '--value', '1')
    const { Metrics } = await root.cloudwatch.send(new ListMetricsCommand({ Namespace: 'Cli' }))
    assert.equal(Metrics?.length, 1)
    assert.match(await aws.refused('iam', 'list-users'), /AccessDenied.* iam:ListUsers /)
    const terminate = ['ec2', 'terminate-instances', '--instance-ids', instance]
    assert.match(await aws.refused(...terminate), /UnauthorizedOperation/)
  })
}
