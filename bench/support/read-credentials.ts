/** Reads an instance's credentials as SDKs do, again and again: `read-credentials.ts URL ROLE`. Prints p50 and p99 in us. */
import { request } from 'node:http'

const READS = 1000
const WARM = 200
const [url = '', role = ''] = process.argv.slice(2)

const times: number[] = []
for (let n = 0; n < WARM + READS; n += 1) {
  const began = performance.now()
  const token = await ask('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' })
  const path = `/latest/meta-data/iam/security-credentials/${role}`
  const document = await ask('GET', path, { 'X-aws-ec2-metadata-token': token })
  if (n >= WARM) times.push((performance.now() - began) * 1000)
  if (JSON.parse(document).Code !== 'Success') throw new Error(document)
}
times.sort((a, b) => a - b)
const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? Number.NaN)
process.stdout.write(`${JSON.stringify({ p50: at(0.5), p99: at(0.99) })}\n`)

function ask(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((done, failed) => {
    const call = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('latin1')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => (response.statusCode === 200 ? done(text) : failed(new Error(text))))
    })
    call.on('error', failed)
    call.end()
  })
}
