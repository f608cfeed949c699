import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Home } from '../home.ts'
import { CliError, type Command } from './command.ts'
import { homeOf, quote } from './env.ts'

export const ca: Command = {
  summary: "print the certificate of the server's authority and how to trust it",
  help: `rolecall ca: print the certificate that the server's TLS endpoint is trusted by, and how to trust it

  --data DIR            where the server keeps its state (default .rolecall, or ROLECALL_DATA)
  --pem                 print the certificate alone
  --identity-document   print the certificate that instance identity documents are verified with instead

  rolecall ca --pem > rolecall.pem && curl --cacert rolecall.pem https://localhost:4567/_rolecall/health
`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        pem: { type: 'boolean' },
        'identity-document': { type: 'boolean' },
      },
    })
    const home = homeOf(values.data)
    if (!existsSync(home.caFile)) {
      throw new CliError(
        `no server has run here: ${home.caFile} does not exist; start one, or name its folder with --data`,
      )
    }
    const documents = values['identity-document'] === true
    const pem = documents ? await documentCertificate(home) : readFileSync(home.caFile, 'utf8')
    const file = resolve(documents ? home.documentCertificateFile : home.caFile)
    process.stdout.write(values.pem ? pem : described(pem, file) + (documents ? verifying(file) : trusting(file)))
    return 0
  },
}

/** Made here when no document has been signed yet: server and command line take the one that was first. */
async function documentCertificate({ documentKeyFile, documentCertificateFile }: Home): Promise<string> {
  const { documentIdentity } = await import('../hosts/tls/document-identity.ts')
  return documentIdentity(documentKeyFile, documentCertificateFile, Date.now()).certificate.toString()
}

function described(pem: string, file: string): string {
  const { subject, fingerprint256, validTo } = new X509Certificate(pem)
  return `${pem}
file         ${file}
subject      ${subject.replace(/^CN=/, '')}
SHA-256      ${fingerprint256}
valid until  ${new Date(validTo).toISOString().slice(0, 10)}
`
}

function trusting(path: string): string {
  const file = quote(path)
  return `
For one program, by a variable:
  AWS CLI, Python (botocore)    export AWS_CA_BUNDLE=${file}
  Node.js                       export NODE_EXTRA_CA_CERTS=${file}
  Go, OpenSSL, Python (ssl)     export SSL_CERT_FILE=${file}
  Java                          keytool -importcert -noprompt -cacerts -storepass changeit -alias rolecall -file ${file}
The first and the third stand in place of the authorities of the machine; \`rolecall exec\` sets all three by itself.

For a whole machine, as its administrator:
  Debian, Ubuntu                cp ${file} /usr/local/share/ca-certificates/rolecall.crt && update-ca-certificates
  RHEL, Fedora, Amazon Linux    cp ${file} /etc/pki/ca-trust/source/anchors/rolecall.pem && update-ca-trust
  macOS                         security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${file}
  Windows                       certutil -addstore -f Root ${file}
Whoever holds ca.key beside it can be any name towards a machine that trusts it.
`
}

/** The commands of https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-iid.html */
const verifying = (path: string): string => `
On an instance, where $TOKEN is a token of its metadata service:
  (echo "-----BEGIN PKCS7-----"
   curl -s -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/dynamic/instance-identity/rsa2048
   echo; echo "-----END PKCS7-----") > rsa2048
Anywhere:
  openssl smime -verify -in rsa2048 -inform PEM -certfile ${quote(path)} -noverify
It is this server's own: AWS's certificates verify none of its documents.
`
