/**
 * The network of one instance, in the words of `ip`: a router that owns the addresses of AWS's services and knows nothing
 * but them and the instance, and a link between the two. No two routers are joined, and none is joined to the machine, so
 * an instance reaches neither its neighbours nor the machine, whatever address it takes.
 */
import { API_IPV4, instanceIpv6, METADATA_IPV4, METADATA_IPV6, RESOLVER_IPV4 } from './link-local.ts'
import type { NetworkPlan, SetUpPlan } from './set-up-protocol.ts'

/** The instance's end of the link: as on EC2, or a name that tells whoever looks at a given namespace where it is from. */
export const LINK_NAMES: Readonly<Record<SetUpPlan['place'], string>> = { made: 'eth0', given: 'rolecall0' }

/** The router's end. */
const ROUTER_LINK = 'instance0'
/** The routes for what comes from the instance and is not for the router itself. */
const NO_WAY = 100

/** Lines for `ip -batch`, for the two families. */
interface Batch {
  readonly ipv4: string
  readonly ipv6: string
}

/** Run in the router; makes the link, whose other end lands in the namespace that the path names. */
export function routerCommands({ privateIp, gateway, mac }: NetworkPlan, link: string, instance: string): Batch {
  return {
    ipv4: lines(
      'link set lo up',
      ...[METADATA_IPV4, RESOLVER_IPV4, API_IPV4].map((address) => `address add ${address}/32 dev lo`),
      `link add name ${ROUTER_LINK} type veth peer name ${link} address ${mac} netns ${instance}`,
      `link set dev ${ROUTER_LINK} addrgenmode none`,
      `link set dev ${ROUTER_LINK} up`,
      `address add ${gateway}/32 dev ${ROUTER_LINK}`,
      `route add ${privateIp} dev ${ROUTER_LINK} scope link`,
      // Whatever source address comes from the instance, containers' inside it too, the answer goes to the instance.
      `route add default via ${privateIp} dev ${ROUTER_LINK}`,
      `rule add iif ${ROUTER_LINK} lookup ${NO_WAY}`,
      `route add unreachable default table ${NO_WAY}`,
    ),
    ipv6: lines(
      `address add ${METADATA_IPV6}/128 dev lo nodad`,
      `address add fe80::1/64 dev ${ROUTER_LINK} nodad`,
      `route add default via fe80::2 dev ${ROUTER_LINK}`,
      `rule add iif ${ROUTER_LINK} lookup ${NO_WAY}`,
      `route add unreachable default table ${NO_WAY}`,
    ),
  }
}

/** Run in the instance's namespace. One that was given keeps its own ways; only AWS's services are added. */
export function instanceCommands({ privateIp, gateway }: NetworkPlan, place: SetUpPlan['place']): Batch {
  const link = LINK_NAMES[place]
  const isMade = place === 'made'
  const services = [METADATA_IPV4, RESOLVER_IPV4, API_IPV4]
  return {
    ipv4: lines(
      ...(isMade ? ['link set lo up'] : []),
      `link set dev ${link} addrgenmode none`,
      `address add ${privateIp}/32 dev ${link}`,
      `link set dev ${link} up`,
      ...(isMade
        ? [`route add ${gateway} dev ${link} scope link`, `route add default via ${gateway} dev ${link}`]
        : services.map((service) => `route add ${service} dev ${link} scope link src ${privateIp}`)),
    ),
    ipv6: lines(
      `address add fe80::2/64 dev ${link} nodad`,
      `address add ${instanceIpv6(privateIp)}/128 dev ${link} nodad`,
      `route add ${isMade ? 'default' : METADATA_IPV6} via fe80::1 dev ${link}`,
    ),
  }
}

const lines = (...commands: readonly string[]): string => `${commands.join('\n')}\n`
