import type { ProtocolName } from '../model.ts'
import { cbor } from './cbor.ts'
import { ec2 } from './ec2.ts'
import { json } from './json.ts'
import type { Protocol } from './protocol.ts'
import { query } from './query.ts'
import { restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'

const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  'smithy-rpc-v2-cbor': cbor,
  json,
  query,
  ec2,
  'rest-json': restJson,
  'rest-xml': restXml,
}

/** The protocol of that name in the models. */
export const protocolOf = (name: ProtocolName): Protocol => PROTOCOLS[name]
