import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../error.ts'
import type { WireRequest } from '../wire.ts'
import { headerOf, operationOf, wireRequest } from './for-tests.ts'
import type { Structure } from './protocol.ts'
import { restXml } from './rest-xml.ts'

const answer = (name: string, output: Structure): string =>
  String(restXml.serialise(operationOf('s3', name), output, { requestId: 'R1' }).body)

const parse = (name: string, parts: Parameters<typeof wireRequest>[0]): Structure =>
  restXml.parse(operationOf('s3', name), wireRequest({ method: 'PUT', path: '/b', ...parts }))

const refused = (name: string, parts: Parameters<typeof wireRequest>[0], code: string): AwsError => {
  try {
    parse(name, parts)
  } catch (error) {
    assert.ok(error instanceof AwsError, String(error))
    assert.equal(error.code, code)
    return error
  }
  assert.fail('was accepted')
}

test("output roots are S3's, not the model's", () => {
  const roots: Record<string, string> = {
    CompleteMultipartUpload: 'CompleteMultipartUploadResult',
    CopyObject: 'CopyObjectResult',
    CreateMultipartUpload: 'InitiateMultipartUploadResult',
    DeleteObjects: 'DeleteResult',
    GetBucketAcl: 'AccessControlPolicy',
    GetBucketTagging: 'Tagging',
    GetBucketVersioning: 'VersioningConfiguration',
    ListBuckets: 'ListAllMyBucketsResult',
    ListMultipartUploads: 'ListMultipartUploadsResult',
    ListObjectVersions: 'ListVersionsResult',
    ListObjects: 'ListBucketResult',
    ListObjectsV2: 'ListBucketResult',
    ListParts: 'ListPartsResult',
  }
  for (const [name, root] of Object.entries(roots)) {
    const body = answer(name, { CopyObjectResult: { ETag: '"e"' }, Name: 'b', Bucket: 'b', Status: 'Enabled' })
    assert.ok(
      body.startsWith(
        `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`,
      ),
      `${name}: ${body}`,
    )
  }
})

test("a bucket's location is the text of the root", () => {
  const start =
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  assert.equal(
    answer('GetBucketLocation', { LocationConstraint: 'eu-west-1' }),
    `${start}>eu-west-1</LocationConstraint>`,
  )
  assert.equal(answer('GetBucketLocation', {}), `${start}/>`)
})

test('listed keys are flat elements, with times to the millisecond', () => {
  const body = answer('ListObjectsV2', {
    Contents: [{ Key: 'a&b', LastModified: new Date(0), Size: 1 }, { Key: 'c' }],
    KeyCount: 2,
  })
  assert.match(
    body,
    /<Contents><Key>a&amp;b<\/Key><LastModified>1970-01-01T00:00:00\.000Z<\/LastModified>.*<\/Contents><Contents><Key>c<\/Key><\/Contents>/,
  )
})

test("a grantee's type is an attribute of the schema instance namespace", () => {
  const body = answer('GetBucketAcl', {
    Owner: { ID: 'o' },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'o' }, Permission: 'FULL_CONTROL' }],
  })
  assert.match(body, /<Grantee xmlns:xsi="http:\/\/www\.w3\.org\/2001\/XMLSchema-instance" xsi:type="CanonicalUser">/)
})

test('putting a policy or tags is answered 204, and a partial object 206', () => {
  const status = (name: string, output: Structure): number =>
    restXml.serialise(operationOf('s3', name), output, { requestId: 'R1' }).status
  assert.equal(status('PutBucketPolicy', {}), 204)
  assert.equal(status('PutBucketTagging', {}), 204)
  assert.equal(status('DeleteObject', {}), 204)
  assert.equal(status('GetObject', { Body: Buffer.from('a'), ContentRange: 'bytes 0-0/2' }), 206)
  assert.equal(status('GetObject', { Body: Buffer.from('a') }), 200)
})

test("an object's headers are times of HTTP, metadata and its own content type", () => {
  const output = {
    Body: Buffer.from('a'),
    LastModified: new Date(0),
    ContentType: 'text/css',
    Metadata: { mtime: '1' },
    ContentLength: 1,
  }
  const response = restXml.serialise(operationOf('s3', 'GetObject'), output, { requestId: 'R1' })
  assert.equal(headerOf(response, 'last-modified'), 'Thu, 01 Jan 1970 00:00:00 GMT')
  assert.equal(headerOf(response, 'content-type'), 'text/css')
  assert.equal(headerOf(response, 'x-amz-meta-mtime'), '1')
  assert.equal(headerOf(response, 'content-length'), '1')
  assert.equal(response.body, output.Body)
})

test('a bucket policy is its own JSON', () => {
  const response = restXml.serialise(operationOf('s3', 'GetBucketPolicy'), { Policy: '{"a":1}' }, { requestId: 'R1' })
  assert.equal(response.body, '{"a":1}')
  assert.equal(headerOf(response, 'content-type'), 'application/json')
  assert.deepEqual(parse('PutBucketPolicy', { query: 'policy', body: '{"a":"é"}' }), {
    Bucket: 'b',
    Policy: '{"a":"é"}',
  })
})

test('a delete list is read with and without a namespace', () => {
  for (const open of ['<Delete>', '<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">']) {
    const body = `<?xml version="1.0" encoding="UTF-8"?>${open}<Object><Key>a</Key></Object><Object><Key> b </Key></Object><Quiet>true</Quiet></Delete>`
    assert.deepEqual(parse('DeleteObjects', { method: 'POST', query: 'delete=', body })['Delete'], {
      Objects: [{ Key: 'a' }, { Key: ' b ' }],
      Quiet: true,
    })
  }
})

test("a body that is not the schema's is malformed", () => {
  const bodies = [
    '<Delete><Object></Delete>',
    '<Tagging></Tagging>',
    '<Delete></Delete>',
    '<Delete><Object><VersionId>1</VersionId></Object></Delete>',
    '<Delete><Object><Key><b/></Key></Object></Delete>',
    '<!DOCTYPE d [<!ENTITY x "y">]><Delete><Object><Key>&x;</Key></Object></Delete>',
    '<Delete><Object><Key>&x;</Key></Object></Delete>',
    'not xml',
    `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
  ]
  for (const body of bodies) {
    const error = refused('DeleteObjects', { method: 'POST', query: 'delete', body }, 'MalformedXML')
    assert.equal(
      error.message,
      'The XML you provided was not well-formed or did not validate against our published schema',
    )
  }
  refused(
    'DeleteObjects',
    { method: 'POST', query: 'delete', body: Buffer.from([0x3c, 0x61, 0xff, 0x3e]) },
    'MalformedXML',
  )
  refused('DeleteObjects', { method: 'POST', query: 'delete' }, 'MissingRequestBodyError')
})

test('a bad number in the query is an invalid argument that names it', () => {
  const error = refused('ListObjectsV2', { method: 'GET', query: 'list-type=2&max-keys=abc' }, 'InvalidArgument')
  assert.equal(error.message, 'Provided max-keys not an integer or within integer range')
  assert.deepEqual(error.fields, { ArgumentName: 'max-keys', ArgumentValue: 'abc' })
  assert.deepEqual(parse('ListObjectsV2', { method: 'GET', query: 'list-type=2&max-keys=&prefix=a+b%2F' }), {
    Bucket: 'b',
    Prefix: 'a b/',
  })
})

test('a key is decoded once, and a plus sign in it stays', () => {
  const input = parse('PutObject', { path: '/b/k%20a/%2B+%252F//x' })
  assert.equal(input['Key'], 'k a/++%2F//x')
  refused('PutObject', { path: '/b/%zz' }, 'InvalidURI')
})

test('metadata comes from headers, UTF-8 read back from latin1', () => {
  const latin1 = Buffer.from('é').toString('latin1')
  const headers = { 'x-amz-meta-name': latin1, 'x-amz-meta-': 'empty', 'x-amz-acl': 'private', expires: 'whenever' }
  const input = parse('PutObject', { path: '/b/k', headers })
  assert.deepEqual(input['Metadata'], { name: 'é', '': 'empty' })
  assert.equal(input['ACL'], 'private')
  assert.equal(input['Expires'], 'whenever')
})

test('a presigned URL lends its x-amz parameters, but not a checksum of nothing', () => {
  const query =
    'X-Amz-Signature=s&x-amz-meta-a=1&X-Amz-Acl=private&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-storage-class=STANDARD'
  const presigned = parse('PutObject', { path: '/b/k', query })
  assert.deepEqual(presigned['Metadata'], { a: '1' })
  assert.equal(presigned['ACL'], 'private')
  assert.equal(presigned['StorageClass'], 'STANDARD')
  assert.equal(presigned['ChecksumCRC32'], undefined)
  const plain = parse('PutObject', { path: '/b/k', query: 'x-amz-acl=private' })
  assert.equal(plain['ACL'], undefined)
})

test('the body of an object streams as it was handed in', async () => {
  const request: WireRequest = wireRequest({ method: 'PUT', path: '/b/k', body: 'hello' })
  const input = restXml.parse(operationOf('s3', 'PutObject'), request)
  const chunks: Uint8Array[] = []
  // PutObject's Body is a StreamingBody.
  for await (const chunk of input['Body'] as AsyncIterable<Uint8Array>) chunks.push(chunk)
  assert.equal(Buffer.concat(chunks).toString(), 'hello')
})

test('labels that the router found win over the path, for buckets in the host name', () => {
  const request = wireRequest({ method: 'PUT', path: '/k' })
  const input = restXml.parse(operationOf('s3', 'PutObject'), request, { labels: { Bucket: 'b', Key: 'a%20b' } })
  assert.equal(input['Bucket'], 'b')
  assert.equal(input['Key'], 'a b')
})
