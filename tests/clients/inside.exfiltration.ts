/** Runs on an instance: lists the buckets with the instance's credentials, or with those in the argument, and says how it went. */
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'

const stolen = process.argv[2]
const client = new S3Client({
  region: 'us-east-1',
  maxAttempts: 1,
  ...(stolen === undefined ? {} : { credentials: JSON.parse(stolen) }),
})
const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials()
const answer = await client.send(new ListBucketsCommand({})).then(
  () => ({ listed: 'done' }),
  // Whatever is thrown here is an Error of the SDK.
  (error: Error) => ({ listed: error.name, message: error.message }),
)
process.stdout.write(JSON.stringify({ ...answer, credentials: { accessKeyId, secretAccessKey, sessionToken } }))
