import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../error.ts'
import { serviceModel } from '../model.ts'
import { cbor } from './cbor.ts'
import { decodeCbor } from './cbor-codec.ts'
import { ec2 } from './ec2.ts'
import { headerOf, operationOf } from './for-tests.ts'
import { json } from './json.ts'
import { query } from './query.ts'
import { restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'

const ID = '01234567-89ab-cdef-0123-456789abcdef'

test('a query answer is indented by two, has no declaration and ends with a line break', () => {
  const output = { UserId: 'AIDAX', Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/a' }
  const response = query.serialise(operationOf('sts', 'GetCallerIdentity'), output, { requestId: ID })
  assert.equal(
    response.body,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <UserId>AIDAX</UserId>
    <Account>123456789012</Account>
    <Arn>arn:aws:iam::123456789012:user/a</Arn>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${ID}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
  )
  assert.equal(headerOf(response, 'content-type'), 'text/xml')
  assert.equal(headerOf(response, 'x-amzn-requestid'), ID)
})

test('a query operation without an output has metadata only', () => {
  const response = query.serialise(operationOf('iam', 'DeleteRole'), undefined, { requestId: ID })
  assert.doesNotMatch(String(response.body), /DeleteRoleResult/)
  assert.match(String(response.body), /<RequestId>/)
})

test('a query error has type, code, message and request id as recorded', () => {
  const error = new AwsError('NoSuchEntity', 'The role with name x cannot be found.')
  const response = query.serialiseError(operationOf('iam', 'GetRole'), serviceModel('iam'), error, { requestId: ID })
  assert.equal(response.status, 404)
  assert.equal(
    response.body,
    `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <Error>
    <Type>Sender</Type>
    <Code>NoSuchEntity</Code>
    <Message>The role with name x cannot be found.</Message>
  </Error>
  <RequestId>${ID}</RequestId>
</ErrorResponse>
`,
  )
})

test("an unknown action is answered in the fault namespace, not the service's", () => {
  const error = new AwsError('InvalidAction', 'Could not find operation X for version 2010-05-08')
  const response = query.serialiseError(undefined, serviceModel('iam'), error, { requestId: ID })
  assert.match(
    String(response.body),
    /^<ErrorResponse xmlns="http:\/\/webservices\.amazon\.com\/AWSFault\/2005-15-09">/,
  )
  assert.equal(response.status, 400)
})

test('an error without a sentence has no Message element', () => {
  const response = query.serialiseError(undefined, serviceModel('sts'), new AwsError('MalformedInput', ''), {
    requestId: ID,
  })
  assert.doesNotMatch(String(response.body), /Message/)
})

test('times of a query answer have no zero milliseconds', () => {
  const output = {
    Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(1_700_000_000_000) },
  }
  const response = query.serialise(operationOf('sts', 'GetSessionToken'), output, { requestId: ID })
  assert.match(String(response.body), /<Expiration>2023-11-14T22:13:20Z<\/Expiration>/)
})

test('an EC2 answer carries requestId first and times with milliseconds', () => {
  const output = {
    Reservations: [{ ReservationId: 'r-1', Instances: [{ InstanceId: 'i-1', LaunchTime: new Date(0) }] }],
  }
  const response = ec2.serialise(operationOf('ec2', 'DescribeInstances'), output, { requestId: ID })
  assert.equal(
    response.body,
    `<?xml version="1.0" encoding="UTF-8"?>
<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>${ID}</requestId>
    <reservationSet>
        <item>
            <reservationId>r-1</reservationId>
            <instancesSet>
                <item>
                    <instanceId>i-1</instanceId>
                    <launchTime>1970-01-01T00:00:00.000Z</launchTime>
                </item>
            </instancesSet>
        </item>
    </reservationSet>
</DescribeInstancesResponse>
`,
  )
  assert.equal(headerOf(response, 'content-type'), 'text/xml;charset=UTF-8')
})

test('an EC2 error has Errors, RequestID and no Type', () => {
  const error = new AwsError('InvalidInstanceID.NotFound', "The instance ID 'i-1' does not exist")
  const response = ec2.serialiseError(undefined, serviceModel('ec2'), error, { requestId: ID })
  assert.equal(
    response.body,
    `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code><Message>The instance ID 'i-1' does not exist</Message></Error></Errors><RequestID>${ID}</RequestID></Response>`,
  )
})

test('an S3 error is a bare Error with its extra elements before the ids', () => {
  const error = new AwsError('NoSuchBucket', 'The specified bucket does not exist', { fields: { BucketName: 'b&c' } })
  const response = restXml.serialiseError(undefined, serviceModel('s3'), error, {
    requestId: 'R1',
    extendedRequestId: 'H1',
  })
  assert.equal(response.status, 404)
  assert.equal(
    response.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>b&amp;c</BucketName><RequestId>R1</RequestId><HostId>H1</HostId></Error>',
  )
  assert.equal(headerOf(response, 'content-type'), 'application/xml')
  assert.equal(headerOf(response, 'x-amz-request-id'), 'R1')
  assert.equal(headerOf(response, 'x-amz-id-2'), 'H1')
})

test('S3 errors have the status of their code where the model is silent', () => {
  const statusOf = (code: string): number =>
    restXml.serialiseError(undefined, serviceModel('s3'), new AwsError(code, 'm'), { requestId: 'R1' }).status
  assert.equal(statusOf('NoSuchBucketPolicy'), 404)
  assert.equal(statusOf('AccessDenied'), 403)
  assert.equal(statusOf('PreconditionFailed'), 412)
  assert.equal(statusOf('InvalidArgument'), 400)
})

test('HEAD is answered without a body, errors too', () => {
  const request = { method: 'HEAD', headers: {} }
  const error = new AwsError('NoSuchKey', 'The specified key does not exist.')
  const response = restXml.serialiseError(operationOf('s3', 'HeadObject'), serviceModel('s3'), error, {
    requestId: 'R1',
    request,
  })
  assert.equal(response.status, 404)
  assert.equal(response.body, undefined)
})

test('S3 Control wraps its errors', () => {
  const error = new AwsError('NoSuchPublicAccessBlockConfiguration', 'none')
  const response = restXml.serialiseError(undefined, serviceModel('s3control'), error, { requestId: 'R1' })
  assert.match(
    String(response.body),
    /<ErrorResponse xmlns="http:\/\/awss3control\.amazonaws\.com\/doc\/2018-08-20\/"><Error>/,
  )
  assert.equal(response.status, 404)
})

test('a JSON error names the shape and repeats the content type of the request', () => {
  const error = new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
  const request = { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1' } }
  const operation = operationOf('logs', 'PutLogEvents')
  const response = json.serialiseError(operation, operation.service, error, { requestId: ID, request })
  assert.deepEqual(JSON.parse(String(response.body)), {
    __type: 'ResourceNotFoundException',
    Message: 'The specified log group does not exist.',
  })
  assert.equal(response.status, 400)
  assert.equal(headerOf(response, 'content-type'), 'application/x-amz-json-1.1')
})

test('CloudWatch over JSON names the shape in the body and the query code in a header', () => {
  const error = new AwsError(
    'InvalidParameterValue',
    'The parameter StartTime must be less than the parameter EndTime.',
  )
  const operation = operationOf('cloudwatch', 'GetMetricStatistics')
  const response = json.serialiseError(operation, operation.service, error, { requestId: ID })
  assert.equal(JSON.parse(String(response.body)).__type, 'InvalidParameterValueException')
  assert.equal(headerOf(response, 'x-amzn-query-error'), 'InvalidParameterValue;Sender')
  assert.equal(headerOf(response, 'content-type'), 'application/x-amz-json-1.0')
})

test('a modelled status is kept in query mode and 400 otherwise', () => {
  const error = new AwsError('ResourceNotFound', 'none')
  const operation = operationOf('cloudwatch', 'SetAlarmState')
  const status = (headers: Record<string, string>): number =>
    json.serialiseError(operation, operation.service, error, { requestId: ID, request: { method: 'POST', headers } })
      .status
  assert.equal(status({ 'x-amzn-query-mode': 'true' }), 404)
  assert.equal(status({}), 400)
})

test('a CBOR answer says its protocol, and doubles stay doubles when whole', () => {
  const output = { Datapoints: [{ Average: 1, Timestamp: new Date(1500), Unit: 'None' }] }
  const response = cbor.serialise(operationOf('cloudwatch', 'GetMetricStatistics'), output, { requestId: ID })
  assert.equal(headerOf(response, 'smithy-protocol'), 'rpc-v2-cbor')
  assert.equal(headerOf(response, 'content-type'), 'application/cbor')
  assert.ok(response.body instanceof Uint8Array)
  // 0xfb: a float64 follows; 0xc1: tag 1, a time.
  assert.ok(Buffer.from(response.body).includes(Buffer.from('fb3ff0000000000000', 'hex')))
  assert.ok(Buffer.from(response.body).includes(Buffer.from('c1fb3ff8000000000000', 'hex')))
})

test('a CBOR error says its protocol and carries the query code', () => {
  const operation = operationOf('cloudwatch', 'PutMetricData')
  const error = new AwsError('InvalidParameterCombination', 'm')
  const response = cbor.serialiseError(operation, operation.service, error, { requestId: ID })
  assert.ok(response.body instanceof Uint8Array)
  assert.deepEqual(decodeCbor(response.body), { __type: 'InvalidParameterCombinationException', message: 'm' })
  assert.equal(headerOf(response, 'smithy-protocol'), 'rpc-v2-cbor')
  assert.equal(headerOf(response, 'x-amzn-query-error'), 'InvalidParameterCombination;Sender')
})

test('a CBOR operation without an output has no body and no content type', () => {
  const response = cbor.serialise(operationOf('cloudwatch', 'PutMetricData'), undefined, { requestId: ID })
  assert.equal(response.body, undefined)
  assert.equal(headerOf(response, 'content-type'), undefined)
})

test('a restJson error names its shape in a header', () => {
  const operation = operationOf('iam-toolbox', 'GetRequestAuthorizationDetails')
  const response = restJson.serialiseError(
    operation,
    operation.service,
    new AwsError('ResourceNotFoundException', 'none'),
    {
      requestId: ID,
    },
  )
  assert.equal(response.status, 404)
  assert.equal(headerOf(response, 'x-amzn-errortype'), 'ResourceNotFoundException')
  assert.deepEqual(JSON.parse(String(response.body)), { message: 'none' })
})

test('a header never carries a line break out of an output', () => {
  const response = restXml.serialise(
    operationOf('s3', 'HeadObject'),
    { Metadata: { a: 'x\r\nSet-Cookie: y', b: 'é' }, ContentType: 'text/plain' },
    { requestId: 'R1' },
  )
  assert.equal(
    headerOf(response, 'x-amz-meta-a'),
    `=?UTF-8?B?${Buffer.from('x\r\nSet-Cookie: y').toString('base64')}?=`,
  )
  assert.equal(headerOf(response, 'x-amz-meta-b'), '=?UTF-8?B?w6k=?=')
})
