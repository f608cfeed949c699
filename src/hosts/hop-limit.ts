/**
 * The hop limit of the metadata service: EC2 limits the answer that carries a token, and no other. `HttpPutResponseHopLimit`,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
 */
import { METADATA_IPV4, METADATA_IPV6 } from './link-local.ts'

/** `X-Aws-Ec`, as it stands behind `HTTP/1.1 200 OK\r\n`, 17 bytes from the start, in a token's answer alone. */
const TOKEN_HEAD = '@ih,136,64'
const TOKEN_MARK = `0x${Buffer.from('X-Aws-Ec').toString('hex')}`
/** `H`: each answer begins with it. */
const FIRST_BYTE = '@ih,0,8 0x48'

/**
 * The packet filter of a router, for `nft`. The first packet with data decides what its connection carries, since each
 * carries one answer, and the mark holds for all that follows: a client cannot have the token cut into packets of which
 * only the first is known. A first packet that is too short to tell is taken for a token's. Packets that open a
 * connection have no data and travel freely, so that version 1 works from behind more hops.
 */
export const hopLimitRules = (hops: number): string => `table inet rolecall {
  chain sent {
    type filter hook output priority filter; policy accept;
    ip saddr ${METADATA_IPV4} tcp sport 80 goto answers
    ip6 saddr ${METADATA_IPV6} tcp sport 80 goto answers
  }
  chain answers {
    ct mark 0 ${TOKEN_HEAD} ${TOKEN_MARK} ct mark set 1
    ct mark 0 ${TOKEN_HEAD} != ${TOKEN_MARK} ct mark set 2
    ct mark 0 ${FIRST_BYTE} ct mark set 1
    ct mark 1 jump token
  }
  chain token {
${limits(hops)}
  }
}
`

/** Puts another limit in the place of the one that stands, in one transaction. */
export const changedHopLimit = (hops: number): string => `flush chain inet rolecall token
table inet rolecall {
  chain token {
${limits(hops)}
  }
}
`

const limits = (hops: number): string => `    ip ttl set ${hops}
    ip6 hoplimit set ${hops}`
