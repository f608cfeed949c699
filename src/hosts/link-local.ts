/** Where EC2 keeps its services for an instance. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
export const METADATA_IPV4 = '169.254.169.254'
export const METADATA_IPV6 = 'fd00:ec2::254'
/** Amazon's resolver. https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
export const RESOLVER_IPV4 = '169.254.169.253'
/** Where the names of AWS's endpoints lead: an address of the benchmark range, which no network routes. RFC 2544. */
export const API_IPV4 = '198.18.0.1'

/** What an instance calls the metadata service from over IPv6: its private address in a prefix of our own (RFC 4193). */
export const instanceIpv6 = (privateIp: string): string => `fd97:1c06:5e8d::${privateIp}`
