import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * What nearly every block holds: the packer finds it here when a block is too short to hold it twice. The likeliest
 * stands last, as deflate counts distances. INVARIANT: it never changes within a version of the file.
 */
const WORDS = Buffer.from(
  [
    '"AccessDenied","User: arn:aws:iam:: is not authorized to perform:  on resource: ',
    ' because no identity-based policy allows the  action',
    ...['ec2:sourceinstancearn', 'ec2:roledelivery', '2.0', 'aws:ec2instancesourcevpc', 'aws:multifactorauthage'],
    ...['aws:ec2instancesourceprivateipv4', 'aws:sourceidentity', 'aws:referer', 'aws:tagkeys', 'aws:requesttag/'],
    ...['ec2:region', 'ec2:resourcetag/', 'iam:resourcetag/', 'iam:passedtoservice', 'sts:rolesessionname'],
    ...['s3:prefix', 's3:max-keys', 's3:delimiter', 's3:resourceaccount', 's3:signatureversion', 'AWS4-HMAC-SHA256'],
    ...['s3:authtype', 'REST-HEADER', 's3:tlsversion', 'aws:principaltag/', 'aws:resourcetag/'],
    'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/E,N,e',
    'aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#26.0.0 api/s3#3.1173.0 m/E,N,e',
    'Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13 md/pyimpl#CPython',
    'AssumeRole","CreateRole","GetObject","PutObject","ListObjectsV2","GetCallerIdentity","us-east-1","sts","s3","iam","',
    '{"policies":[[0,"arn:aws:iam::aws:policy/","arn:aws:iam::123456789012:role/"]],"sets":[[[0],-1,0,-1,0,0,0,-1]],',
    '"callers":[["123456789012","arn:aws:sts::123456789012:assumed-role/","AROA","ASIA","127.0.0.1","aws-sdk-js/3',
    '"callers":[["123456789012","arn:aws:iam::123456789012:user/","AIDA","AKIA","127.0.0.1","aws-cli/2',
    '"principals":[{"kind":"assumed-role","account":"123456789012","arn":"arn:aws:sts::123456789012:assumed-role/',
    '","roleArn":"arn:aws:iam::123456789012:role/","entityId":"AROA"}],',
    '"principals":[{"kind":"user","account":"123456789012","arn":"arn:aws:iam::123456789012:user/","entityId":"AIDA"}],',
    '"contexts":[[-1,["aws:currenttime","2026-01-01T00:00:00Z","aws:epochtime","17","aws:sourceip","127.0.0.1",',
    '"aws:securetransport","false","aws:useragent","","aws:requestedregion","us-east-1","aws:viaawsservice","false",',
    '"aws:principalisawsservice","false","aws:principaltype","AssumedRole","User","Account","aws:userid","AIDA',
    '","aws:principalarn","arn:aws:iam::123456789012:user/","aws:principalaccount","123456789012","aws:username","',
    '","aws:tokenissuetime","2026-01-01T00:00:00Z","aws:multifactorauthpresent","false",',
    '"aws:resourceaccount","123456789012"],[]]],"calls":[[17',
  ].join(''),
)

/** A block for the disk. */
export const pack = (text: string): Uint8Array => deflateRawSync(text, { dictionary: WORDS })

export const unpack = (body: Uint8Array): string => inflateRawSync(body, { dictionary: WORDS }).toString()
