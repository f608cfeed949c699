import assert from 'node:assert/strict'
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { onInstance, ROLE } from './workload.ts'

onInstance(
  'a program in Go ships logs and metrics as the CloudWatch agent does',
  ['go-agent'],
  async (workload, paths) => {
    const { root, run, instance, address, region } = workload
    const { calls, ...facts } = JSON.parse(await run(paths['go-agent']))
    assert.deepEqual(facts, {
      hostname: `ip-${address.replaceAll('.', '-')}.ec2.internal`,
      document: {
        accountId: '123456789012',
        instanceId: instance,
        instanceType: 't3.micro',
        imageId: 'ami-0abcdef1234567890',
        region,
      },
      role: ROLE,
      tags: 'Name',
      name: 'workload',
    })
    const made = calls.map(({ Operation, Encoding, Outcome }: Readonly<Record<string, string>>) =>
      [Operation, Encoding, Outcome].filter(Boolean).join(' '),
    )
    assert.deepEqual(made, [
      'PutLogEvents gzip ResourceNotFoundException',
      'CreateLogStream ResourceNotFoundException',
      'CreateLogGroup done',
      'CreateLogStream done',
      'PutRetentionPolicy done',
      'PutLogEvents gzip done',
      'PutMetricData gzip done',
      'GetLogEvents AccessDeniedException',
    ])

    const { logGroups } = await root.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/agent' }))
    assert.equal(logGroups?.[0]?.retentionInDays, 7)
    const { events } = await root.logs.send(new FilterLogEventsCommand({ logGroupName: '/agent' }))
    assert.deepEqual(
      events?.map(({ message, logStreamName }) => [message, logStreamName]),
      [['made inside', instance]],
    )
    const { Datapoints } = await root.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'CWAgent',
        MetricName: 'mem_used_percent',
        Dimensions: [{ Name: 'InstanceId', Value: instance }],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 86_400,
        Statistics: ['SampleCount', 'Sum', 'Maximum'],
      }),
    )
    const total = (name: 'SampleCount' | 'Sum') => Datapoints?.reduce((sum, point) => sum + (point[name] ?? 0), 0)
    assert.deepEqual([total('SampleCount'), total('Sum')], [4, 40 + 3 * 42])
  },
)
