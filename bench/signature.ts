import { hash } from 'node:crypto'
import { parseClaim } from '../src/signature/claim.ts'
import { sha256Hex } from '../src/signature/hmac.ts'
import { signHeaders } from '../src/signature/sign.ts'
import { SigningKeyCache } from '../src/signature/signing-key-cache.ts'
import { checkScope, checkSignedHeaders, checkTime, verify } from '../src/signature/sigv4.ts'
import { perSecond as perSecondText, report } from './support/report.ts'

// How many times the work of one bare SHA-256 of the same request's bytes is a whole verification with a cached key?

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const NOW = Date.UTC(2026, 10, 23, 12)
const body = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15')
const plain = {
  method: 'POST',
  path: '/',
  query: '',
  rawHeaders: [
    ...['Host', 'sts.us-east-1.amazonaws.com', 'Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ...[
      'User-Agent',
      'aws-sdk-js/3.1173.0',
      'Amz-Sdk-Request',
      'attempt=1; max=3',
      'Content-Length',
      String(body.length),
    ],
  ],
}
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET, sessionToken: 'T'.repeat(600) }
const signing = { credentials, region: 'us-east-1', service: 'sts', time: NOW, bodyHash: sha256Hex(body) }
const rawHeaders = signHeaders(plain, signing).rawHeaders
const headers: Record<string, string> = {}
for (let i = 0; i < rawHeaders.length; i += 2) headers[(rawHeaders[i] ?? '').toLowerCase()] = rawHeaders[i + 1] ?? ''
const request = { ...plain, rawHeaders, headers }
const bytes = Buffer.from(`${rawHeaders.join('\r\n')}${body}`)

const keys = new SigningKeyCache()

const verifyOnce = (): boolean => {
  const parsed = parseClaim(request)
  if (!parsed.ok) return false
  const { claim } = parsed
  const key = keys.get({ ...claim, secretVersion: '1' }, () => SECRET)
  return (
    checkScope(claim, { service: 'sts' }).ok &&
    checkTime(claim, NOW).ok &&
    checkSignedHeaders(claim, request).ok &&
    verify(claim, request, { key, bodyHash: sha256Hex(body) }).ok
  )
}

const hashOnce = (): boolean => hash('sha256', bytes, 'hex').length === 64

const perSecond = (run: () => boolean, milliseconds: number): number => {
  const start = performance.now()
  let count = 0
  while (performance.now() - start < milliseconds) {
    for (let i = 0; i < 200; i += 1) if (!run()) throw new Error('the measured work failed')
    count += 200
  }
  return (count * 1000) / (performance.now() - start)
}

perSecond(verifyOnce, 300)
perSecond(hashOnce, 100)
const rates = { verify: 0, hash: 0 }
// In turns, so that a noisy neighbour slows both.
for (let round = 0; round < 5; round += 1) {
  rates.verify += perSecond(verifyOnce, 300) / 5
  rates.hash += perSecond(hashOnce, 100) / 5
}
report([
  {
    what: 'a signature verified, its key cached',
    value: perSecondText(rates.verify),
    beside: `${(rates.verify / rates.hash).toFixed(3)} of one SHA-256 of the same ${bytes.length} bytes`,
    target: '',
    met: undefined,
  },
])
